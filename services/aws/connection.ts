/**
 * How the data path's AWS clients are set up: everything explicit, so that no file of the user's and
 * no credential chain is consulted, and retries are the core's alone.
 *
 * @module
 */
import { NodeHttpHandler } from "@smithy/node-http-handler";

/** Where AWS is and who calls. */
export interface AwsConnection {
  /** Absent on real AWS. */
  endpointUrl?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** With temporary credentials only. */
  sessionToken?: string;
}

/** Bounds of one client's transport. */
export interface TransportLimits {
  /** Connections at once; further calls wait for one. */
  socketsMax: number;
  /** Longest time of one call from its first byte sent, milliseconds; beyond it the call fails. */
  requestTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 3000;

/** Configuration that both SNS and SQS clients take. */
export function clientConfig(connection: Readonly<AwsConnection>, limits: TransportLimits) {
  const { endpointUrl, region, accessKeyId, secretAccessKey, sessionToken } = connection;
  const agent = { keepAlive: true, maxSockets: limits.socketsMax };
  return {
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    maxAttempts: 1,
    retryMode: "standard",
    // Each of these would otherwise be looked up in the environment and in ~/.aws at the first call.
    defaultsMode: "legacy" as const,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    authSchemePreference: ["sigv4"],
    userAgentAppId: undefined,
    // The SDK's own provider asks the operating system for its release at every call.
    defaultUserAgentProvider: () => Promise.resolve<[string, string][]>([["spillway", "1"]]),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: limits.requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: agent,
    }),
  };
}
