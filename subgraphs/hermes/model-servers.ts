import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { withDeadline } from '../../platform/deadline.ts';
import { fetchJson, whyNoJson } from '../../platform/http/fetch-json.ts';
import type { HermesResources } from '../../schema/hermes.ts';

export type Model = HermesResources['models'][number];
export type ModelServer = HermesResources['servers'][number];

const LIMIT_MS = 1_000;
const LARGEST_ANSWER_BYTES = 1_048_576;
const MOST_MODELS = 500;

/** Lists of Ollama; asking for them loads nothing. */
const ollamaTags = z.object({ models: z.array(z.object({ name: z.string(), size: z.number().nullish() })) });
const ollamaLoaded = z.object({ models: z.array(z.object({ name: z.string() })) });
/** The list that OpenAI-compatible servers have; the context is in a field that each names in its own way. */
const openAiModels = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      max_model_len: z.number().int().nullish(),
      meta: z.object({ n_ctx_train: z.number().int().nullish(), size: z.number().nullish() }).nullish(),
    }),
  ),
});

/** The models of one server, asked by lists alone. One that does not answer in time is told as not reachable. */
export async function askServer(
  url: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<{ readonly server: ModelServer; readonly models: readonly Model[] }> {
  const get = <Schema extends z.ZodType>(path: string, schema: Schema): Promise<Asked<z.output<Schema>>> =>
    withDeadline({ clock, limitMs: LIMIT_MS, what: 'it', parent: signal }, (within) =>
      ask(`${url}${path}`, schema, within),
    ).catch((error: unknown) => ({ problem: whyNoJson(error) }));
  const [tags, loaded, listed] = await Promise.all([
    get('/api/tags', ollamaTags),
    get('/api/ps', ollamaLoaded),
    get('/v1/models', openAiModels),
  ]);
  const reached = { url, reachable: true, reason: null };
  if ('value' in tags) {
    const isLoaded = 'value' in loaded ? new Set(loaded.value.models.map(({ name }) => name)) : undefined;
    const models = tags.value.models.slice(0, MOST_MODELS).map(({ name, size = null }) => ({
      ...model(url, name),
      sizeBytes: size,
      loaded: isLoaded?.has(name) ?? null,
    }));
    return { server: reached, models };
  }
  if ('problem' in listed) return { server: { url, reachable: false, reason: listed.problem }, models: [] };
  const models = listed.value.data.slice(0, MOST_MODELS).map(({ id, max_model_len, meta }) => ({
    ...model(url, id),
    sizeBytes: meta?.size ?? null,
    contextTokens: max_model_len ?? meta?.n_ctx_train ?? null,
  }));
  return { server: reached, models };
}

function model(server: string, name: string): Model {
  const id = `${new URL(server).host}/${name}`;
  return { id, name, server, sizeBytes: null, contextTokens: null, loaded: null };
}

type Asked<Value> = { readonly value: Value } | { readonly problem: string };

async function ask<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  signal: AbortSignal,
): Promise<Asked<z.output<Schema>>> {
  const { status, body } = await fetchJson(url, { limitBytes: LARGEST_ANSWER_BYTES, signal });
  if (status !== 200) return { problem: `HTTP ${status}` };
  const read = schema.safeParse(body);
  return read.success ? { value: read.data } : { problem: 'it answers something else than models' };
}
