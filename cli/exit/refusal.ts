/** The stack said no, or something it was asked for failed; `code` is one of the gateway's. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly correlationId: string | undefined;

  constructor(code: string, message: string, correlationId?: string) {
    super(message);
    this.code = code;
    this.correlationId = correlationId;
  }
}

interface Payload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string | null;
  readonly correlationId: string;
}

/** Throws where a mutation of the power side was refused. */
export function demandOk({ ok, code, message, correlationId }: Payload): void {
  if (!ok) throw new Refusal(code, message ?? `refused with ${code}`, correlationId);
}
