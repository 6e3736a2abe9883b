/** What a worker has done so far and holds now. */
export interface WorkerCounts {
  /** Messages held now: waiting, worked on, not yet handed to the deleter. */
  held: number;
  /** Of those, worked on by a loop. */
  working: number;
  receives: number;
  emptyReceives: number;
  failedReceives: number;
  received: number;
  poison: number;
  paid: number;
  failed: number;
  deadLettered: number;
  returned: number;
  deletes: number;
  deleteCalls: number;
  deleteRetries: number;
  /** Messages paid whose delete did not succeed before the lease ended: they come again. */
  deletesLost: number;
  leasesExtended: number;
  leasesLost: number;
}

/** All zero. */
export function createWorkerCounts(): WorkerCounts {
  return {
    held: 0,
    working: 0,
    receives: 0,
    emptyReceives: 0,
    failedReceives: 0,
    received: 0,
    poison: 0,
    paid: 0,
    failed: 0,
    deadLettered: 0,
    returned: 0,
    deletes: 0,
    deleteCalls: 0,
    deleteRetries: 0,
    deletesLost: 0,
    leasesExtended: 0,
    leasesLost: 0,
  };
}
