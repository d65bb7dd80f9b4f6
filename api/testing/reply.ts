/** What the API answered. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body, where it is JSON. */
  json: Record<string, unknown> & {
    code?: string;
    errors?: { path: string; code: string; message: string }[];
  };
}
