import type { ServiceReason } from '../../../../schema/generated/madre.ts';
import type { ServiceFailure, ServiceRecord } from '../../services/service-record.ts';
import { suggestionFor, suggestionForUnseen } from './suggestion.ts';
import type { MemoryWait } from '../admission/memory-wait.ts';
import type { WindowFailure, WindowRecord } from './window-record.ts';

/** What people are told of a service's failure. */
export function dossier(service: string, failure: ServiceFailure): WindowFailure {
  const { byHand, code, message, exitCode, outOfMemory, lastLogs } = failure;
  const suggestion = byHand === null ? suggestionForUnseen(service) : suggestionFor(code, service);
  return { service, code, message, exitCode, outOfMemory, lastLogs, suggestion };
}

/** Why it does not serve now. */
export function dossierNow(name: string, service: ServiceRecord | undefined): WindowFailure {
  if (service === undefined || service.state === 'MISSING') return missingDossier(name, service);
  if (service.failure !== null) return dossier(name, service.failure);
  const message = `${name} is ${service.state} while a window holds it`;
  const { exitCode } = service;
  const outOfMemory = service.state === 'OUT_OF_MEMORY';
  return { ...bare(name, service.reason ?? 'EXITED', message), exitCode, outOfMemory };
}

/** Whether the service's failure now tells the cause of what the dossier could only tell the look of: it was about to end, or unseen. */
export function isExplainedBy({ code }: WindowFailure, service: ServiceRecord | undefined): boolean {
  const isSymptom = code === 'PROBE_FAILED' || code === 'RUNTIME_UNAVAILABLE';
  const cause = service?.failure?.code;
  return isSymptom && (cause === 'EXITED' || cause === 'OUT_OF_MEMORY' || cause === 'STOPPED_BY_HAND');
}

/** Why it cannot run here. */
export function missingDossier(name: string, service: ServiceRecord | undefined): WindowFailure {
  const code = service?.reason ?? 'NOT_INSTALLED';
  const why = service === undefined ? 'is not in the catalog any more' : 'is not installed here';
  const message = service?.missing ?? `${name} ${why}`;
  return bare(name, code, message);
}

/** For a service of which nothing is known but that it took too long. */
export function timedOutDossier(
  { startBy, createdAt, admittedAt }: WindowRecord,
  name: string,
): WindowFailure {
  const budgetSec = Math.round((startBy - (admittedAt ?? createdAt)) / 1_000);
  const message = `${name} was not ready within the ${budgetSec} s that its window may take to open`;
  return bare(name, 'START_TIMEOUT', message);
}

/** For a service that was not even begun, because what nobody holds did not free its memory in time. */
export function memoryDossier(
  window: WindowRecord,
  name: string,
  { missingMb, heldBy }: MemoryWait,
  serviceOf: (name: string) => ServiceRecord | undefined,
): WindowFailure {
  const late = timedOutDossier(window, name);
  const holders = heldBy.map((holder) => `${holder} (${serviceOf(holder)?.state ?? 'UNKNOWN'})`).join(', ');
  const verb = heldBy.length === 1 ? 'holds' : 'hold';
  return {
    ...late,
    message: `${late.message}: it waited for ${missingMb} MB that ${holders} still ${verb}`,
    suggestion: `see why ${heldBy.join(', ')} did not stop, then open the window again; or raise VX11_MEMORY_BUDGET_MB`,
  };
}

/** Of a service that has no end to tell of. */
function bare(service: string, code: ServiceReason, message: string): WindowFailure {
  const suggestion = suggestionFor(code, service);
  return { service, code, message, exitCode: null, outOfMemory: false, lastLogs: [], suggestion };
}
