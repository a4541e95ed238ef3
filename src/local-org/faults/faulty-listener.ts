import { ServerResponse } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { answerUpTo } from './answer-bytes.ts';
import type { AnswerFault, CutFault } from './fault.ts';
import type { Faults } from './faults.ts';

/** Where faults are asked for: `POST`, `GET` and `DELETE /faults`. */
export const CONTROL_PATH = '/faults';

/** How long a connection that was ended by FIN waits for the client to end it too. */
const LINGER_MILLISECONDS = 500;

/** The org's listener with faults around it; requests to the control endpoint meet none. */
export function faultyListener(faults: Faults, listener: RequestListener): RequestListener {
  return (request, response) => {
    const path = request.url ?? '/';
    if (path.split('?')[0] === CONTROL_PATH) {
      listener(request, response);
      return;
    }
    const { delayMilliseconds, ending } = faults.strike({ method: request.method ?? '', path });
    const go = (): void => {
      if (ending === undefined) listener(request, response);
      else if (ending.kind === 'cut') cut(ending, request, listener);
      else answer(ending, request, response, listener);
    };
    if (delayMilliseconds === 0) go();
    else void wait(delayMilliseconds).then(go);
  };
}

function answer(
  fault: AnswerFault,
  request: IncomingMessage,
  response: ServerResponse<IncomingMessage>,
  listener: RequestListener,
): void {
  const { status, errorCode = 'SERVER_UNAVAILABLE', message = 'A fault that was asked for' } = fault;
  const send = (): void => {
    const body = fault.body ?? JSON.stringify([{ message, errorCode }]);
    response.writeHead(status, {
      'Content-Type': 'application/json;charset=UTF-8',
      'Content-Length': Buffer.byteLength(body),
      ...fault.headers,
    });
    response.end(body);
  };
  if (fault.done === true) carryOut(request, listener, send);
  else {
    request.resume();
    send();
  }
}

function cut(fault: CutFault, request: IncomingMessage, listener: RequestListener): void {
  const { where, bytes = 0, reset = false } = fault;
  const end = (): void => endConnection(request.socket, reset);
  if (where === 'beforeRequest') end();
  else if (where === 'withinRequest') cutWithinRequest(request, bytes, end);
  else {
    carryOut(request, listener, (whole) => {
      if (where === 'beforeAnswer') {
        end();
        return;
      }
      request.socket.write(answerUpTo(whole, bytes), end);
    });
  }
}

/** Reads up to so many bytes of the body, or all of a shorter one. */
function cutWithinRequest(request: IncomingMessage, bytes: number, end: () => void): void {
  let received = 0;
  request.on('data', (piece: Buffer) => {
    const before = received;
    received += piece.length;
    if (before < bytes && received >= bytes) end();
  });
  request.on('end', () => {
    if (received < bytes || received === 0) end();
  });
  if (bytes === 0) end();
}

function endConnection(socket: Socket, reset: boolean): void {
  if (reset) {
    socket.resetAndDestroy();
    return;
  }
  // Closing with bytes of the client unread would send RST: they are read until the client has seen the FIN.
  socket.end();
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MILLISECONDS).unref();
}

/** Lets the org answer into memory, and gives what it would have sent: status line, headers and body. */
function carryOut(request: IncomingMessage, listener: RequestListener, then: (whole: Buffer) => void): void {
  const pieces: Buffer[] = [];
  const memory = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      pieces.push(Buffer.from(piece));
      done();
    },
  });
  const unsent = new ServerResponse(request);
  unsent.assignSocket(memory as Socket);
  unsent.once('finish', () => then(Buffer.concat(pieces)));
  listener(request, unsent);
}
