/** One event of a stream, as a browser's EventSource would tell it. */
export interface StreamEvent {
  id: string;
  event: string;
  data: Record<string, unknown>;
}

/** A listener to `/v1/stream`, reading event by event. */
export class Listening {
  readonly events: StreamEvent[] = [];
  /** Everything that was sent, comments too. */
  text = '';
  ended = false;
  private lastId = '';
  private buffer = '';
  private readonly over = new AbortController();
  private wake: (() => void)[] = [];

  /** Throws where the stream is refused. */
  static async to(url: string, headers: Record<string, string>): Promise<Listening> {
    const listening = new Listening();
    const { signal } = listening.over;
    const response = await fetch(`${url}/v1/stream`, { headers, signal });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    void listening.read(response.body!);
    return listening;
  }

  /** The id to go on from. */
  get place(): string {
    return this.lastId;
  }

  /** Resolves once `holds` does, or the stream has ended. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.ended) await new Promise<void>((resolve) => this.wake.push(resolve));
  }

  leave(): void {
    this.over.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of body) this.take(decoder.decode(bytes, { stream: true }));
    } catch {
      // Left, or cut off.
    }
    this.ended = true;
    this.stir();
  }

  private take(text: string): void {
    this.text += text;
    this.buffer += text;
    const blocks = this.buffer.split('\n\n');
    this.buffer = blocks.pop()!;
    for (const block of blocks) this.dispatch(block);
    this.stir();
  }

  private dispatch(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.split(':', 1)[0]!, line.replace(/^\w*: ?/, '')]),
    );
    this.lastId = fields.get('id') ?? this.lastId;
    const data = fields.get('data');
    if (data === undefined) return;
    this.events.push({ id: this.lastId, event: fields.get('event')!, data: JSON.parse(data) });
  }

  private stir(): void {
    for (const wake of this.wake.splice(0)) wake();
  }
}
