import { createServer } from 'node:net';

/** Thrown when another program listens on the port. */
export class PortInUseError extends Error {
  readonly code = 'EADDRINUSE';
  readonly port: number;

  constructor(port: number, host: string) {
    super(
      `Port ${port} on ${host} is already in use. Stop the program that uses it, or choose another port.`,
    );
    this.name = 'PortInUseError';
    this.port = port;
  }
}

/**
 * Looks whether a port can be had, before work is done that would be in vain. Port 0 (any) always can.
 * @throws PortInUseError when it is taken.
 */
export async function requireFreePort(port: number, host: string): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ port, host, exclusive: true }, resolve);
    });
  } catch (error) {
    throw asPortError(error, port, host);
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** The error of a listen call, as a PortInUseError where it is one. */
export function asPortError(error: unknown, port: number, host: string): unknown {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return taken ? new PortInUseError(port, host) : error;
}
