import { EventEmitter, once } from 'node:events';

/** News in the order in which they came; whoever is too early waits. */
export class Queue<T> {
  private readonly items: T[] = [];
  private readonly bell = new EventEmitter();

  push(item: T): void {
    this.items.push(item);
    this.bell.emit('item');
  }

  async next(): Promise<T> {
    while (this.items.length === 0) await once(this.bell, 'item');
    return this.items.shift() as T;
  }
}
