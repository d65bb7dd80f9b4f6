export interface Change {
  object: string;
  id: string;
  type: string;
  version?: number;
}

interface Listener {
  onChange: (change: Change) => void;
  onState: (live: boolean) => void;
  /** The server has closed the door: the session may have ended. */
  onRefused: () => void;
}

const AGAIN_MS = 5000;

/** Listens to /v1/stream until told to stop. A broken line is taken up again by the browser, from where it broke. */
export function follow({ onChange, onState, onRefused }: Listener): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    source = new EventSource('/v1/stream');
    source.onopen = () => onState(true);
    source.addEventListener('change', ({ data }: MessageEvent<string>) =>
      onChange(JSON.parse(data) as Change),
    );
    source.addEventListener('resync', () => onState(true));
    source.onerror = () => {
      onState(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      onRefused();
      timer = setTimeout(listen, AGAIN_MS);
    };
  };
  listen();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
