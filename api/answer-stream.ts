import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { AnswerStream } from './route';

/**
 * Sends what comes as fast as it is taken, and stops where it comes from once the other side is gone. A stream that
 * fails breaks the connection off, so that nobody takes what was sent for the whole.
 */
export async function sendStream(
  request: Request,
  response: Response,
  stream: AnswerStream,
  log: Logger,
): Promise<void> {
  if (request.method === 'HEAD') {
    await stream.return?.();
    return void response.end();
  }
  response.flushHeaders();
  try {
    await pipeline(Readable.from(stream, { objectMode: false, highWaterMark: 64 * 1024 }), response);
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === 'ERR_STREAM_PREMATURE_CLOSE') return;
    log.warn({ requestId: response.locals.requestId, error: name }, 'a stream was broken off');
  }
}
