import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { AnswerStream } from './route';

/** A stream that is not taken for so long, in milliseconds, is broken off: it would hold its connection for ever. */
const NOT_TAKEN_FOR_MS = 30_000;

/**
 * Sends what comes as fast as it is taken, and stops where it comes from once the other side is gone. A stream that
 * fails breaks the connection off, so that nobody takes what was sent for the whole.
 */
export async function sendStream(
  request: Request,
  response: Response,
  stream: AnswerStream,
  log: Logger,
  notTakenForMs = NOT_TAKEN_FOR_MS,
): Promise<void> {
  if (request.method === 'HEAD') {
    await stream.return?.();
    return void response.end();
  }
  response.flushHeaders();
  // Comes too where there was nothing to send: that is no fault of the other side.
  response.setTimeout(notTakenForMs, () => {
    if (response.writableLength > 0) response.destroy();
  });
  try {
    await pipeline(Readable.from(stream, { objectMode: false, highWaterMark: 64 * 1024 }), response);
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    log.warn({ requestId: response.locals.requestId, error: name }, 'a stream was broken off');
  }
}
