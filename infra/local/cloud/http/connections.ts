/**
 * The connections of the data path, which can be reset as a fault: those that receive, delete, extend or
 * publish. Nobody's view of the cloud is disturbed by it, only the services.
 *
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** `DELETE` resets every connection of the data path, and answers 204. */
export const CONNECTIONS_PATH = "/_spillway/connections";

/** Knows which connections are the data path's. */
export interface DataConnections {
  /** Notes a request's connection; answers the request itself, and returns true, if it is for us. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
}

const QUEUE_CALL = /^AmazonSQS\.(ReceiveMessage|DeleteMessage|ChangeMessageVisibility)/;
const SIGNED_FOR_SNS = /\/sns\/aws4_request/;

/** No connections yet. */
export function dataConnections(): DataConnections {
  const open = new Set<Socket>();
  return {
    serve(request, response) {
      const { socket, headers } = request;
      if (request.method === "DELETE" && request.url === CONNECTIONS_PATH) {
        for (const each of open) each.resetAndDestroy();
        response.writeHead(204).end();
        return true;
      }
      const target = String(headers["x-amz-target"] ?? "");
      const carries = QUEUE_CALL.test(target) || SIGNED_FOR_SNS.test(headers.authorization ?? "");
      if (carries && !open.has(socket)) {
        open.add(socket);
        socket.once("close", () => open.delete(socket));
      }
      return false;
    },
  };
}
