/** One service of the bench. Each exists twice: one that madre looks after, and an equal one that is started without her. */
export interface BenchService {
  readonly name: string;
  readonly bootMs: number;
  readonly dependsOn: readonly string[];
}

/** The real thing that runs services, used past madre. */
export interface BenchWorld {
  readonly kind: 'PROCESS' | 'DOCKER';
  /** For a line of the results. */
  readonly version: string;
  /** Of what madre looks after. */
  readonly env: Readonly<Record<string, string>>;
  portOf(service: string): number;
  ownPortOf(service: string): number;
  /** What the catalog says of it. */
  catalogEntry(
    service: BenchService,
  ): { readonly process: BenchProgram } | { readonly dockerService: string };
  /** The engine's own start, of the equal one. */
  startOwn(service: string): Promise<void>;
  stopOwn(service: string): Promise<void>;
  /** Asks the engine itself to stop the equal one, and returns when that was told to end: epoch milliseconds. */
  stopOwnIssuedAt(service: string): Promise<number>;
  /** When the engine, or the service itself, was told to end what madre looks after: epoch milliseconds. Waits for it. */
  stopIssuedAt(service: string): Promise<number>;
  close(): Promise<void>;
}

export interface BenchProgram {
  readonly command: string;
  readonly args: readonly string[];
}
