import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { pace } from '../fake/payments';
import '../src/i18n';

// Generous, because nothing may depend on how fast a machine is.
configure({ asyncUtilTimeout: 20_000 });
pace.ms = 20;

class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Opens at once and says nothing: what changes is looked for besides. */
class QuietEvents extends EventTarget {
  static readonly CLOSED = 2;
  readonly readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  close(): void {}
}

Object.assign(globalThis, { ResizeObserver: NoObserver, EventSource: QuietEvents });
window.scrollTo = () => undefined;
HTMLElement.prototype.scrollIntoView = () => undefined;
window.matchMedia = (media) =>
  ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList;
Object.defineProperty(document, 'fonts', { value: new EventTarget() });
