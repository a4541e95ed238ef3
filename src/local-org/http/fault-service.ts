import type { FastifyInstance } from 'fastify';
import type { Fault } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import { CONTROL_PATH } from '../faults/faulty-listener.ts';
import { readJson } from './json-body.ts';

/**
 * The control endpoint of faults, for tests: no API calls, and no session is asked for. A page of another site cannot
 * use it, because a JSON body and DELETE both need its consent first, which is never given.
 */
export function addFaultService(server: FastifyInstance, faults: Faults): void {
  server.get(CONTROL_PATH, () => faults.list());
  server.post(CONTROL_PATH, async (request, reply) => {
    const given = readJson(request);
    return await reply.code(201).send(faults.add(...((Array.isArray(given) ? given : [given]) as Fault[])));
  });
  server.delete(CONTROL_PATH, async (_request, reply) => {
    faults.clear();
    return await reply.code(204).send();
  });
}
