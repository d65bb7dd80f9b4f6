/** A way in which a request can fail: its status, what it is called, and what the integrator does about it. */
export interface ProblemText {
  status: number;
  title: string;
  help: string;
}
