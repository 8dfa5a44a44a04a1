import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { preset as clientPreset } from '@graphql-codegen/client-preset';
import { resumableFields } from './client/generated/resumable.ts';
import { sentTexts } from './client/stream/sent-texts.ts';

const MANIFEST = 'persisted-documents.json';

const scalars = {
  DateTime: 'string',
  JSON: { input: 'unknown', output: 'unknown' },
  _FieldSet: 'string',
};

const clientScalars = { DateTime: 'string', JSON: { input: 'unknown', output: 'unknown' } };

/** Resolver types of one subgraph. `mappers` name what a resolver of that type receives as its parent. */
function resolverTypes(
  name: string,
  mappers: Record<string, string>,
  contextType: string,
): CodegenConfig['generates'] {
  return {
    [`schema/generated/${name}.ts`]: {
      schema: `schema/${name}.graphql`,
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        federation: true,
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars,
        mappers,
        contextType,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        noSchemaStitching: true,
        makeResolverTypeCallable: true,
      },
    },
  };
}

/** Typed documents: a query, the type of its variables and the type of its result are one value. */
function typedDocuments(
  folder: string,
  documents: string,
  preset: typeof clientPreset | 'client' = 'client',
): CodegenConfig['generates'] {
  return {
    [`${folder}/`]: {
      schema: 'schema/generated/api.graphql',
      documents,
      preset,
      // The manifest beside the documents is what VX11_TRUSTED_DOCUMENTS takes.
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        scalars: clientScalars,
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
      },
    },
  };
}

/** For what is sent by the client of this repository, whose subscriptions ask for more than is written. */
const sentByClient: typeof clientPreset = {
  ...clientPreset,
  async buildGeneratesSection(options) {
    const sections = await clientPreset.buildGeneratesSection(options);
    return sections.map((section) =>
      section.filename.endsWith(MANIFEST)
        ? { ...section, pluginMap: { 'persisted-operations': withSentTexts(section.pluginMap) } }
        : section,
    );
  },
};

type PluginMap = Awaited<ReturnType<typeof clientPreset.buildGeneratesSection>>[number]['pluginMap'];

function withSentTexts({ 'persisted-operations': made }: PluginMap): PluginMap[string] {
  if (made === undefined) throw new Error('the client preset writes its manifest in another way');
  return {
    async plugin(...given) {
      const output = await made.plugin(...given);
      const written = JSON.parse(typeof output === 'string' ? output : output.content) as Record<
        string,
        string
      >;
      const sent = Object.values(written).flatMap((text) => sentTexts(text, resumableFields));
      const added = sent.map((text) => [`sha256:${sha256(text)}`, text]);
      return { content: JSON.stringify({ ...written, ...Object.fromEntries(added) }, null, 2) };
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const config: CodegenConfig = {
  generates: {
    ...resolverTypes(
      'madre',
      {
        Service: '../../subgraphs/madre/context.ts#ServiceKey',
        PowerWindow: '../../subgraphs/madre/windows/record/window-record.ts#WindowRecord',
        ServiceResult: '../../subgraphs/madre/windows/record/window-record.ts#WindowResult',
        FailureDossier: '../../subgraphs/madre/windows/record/window-record.ts#WindowFailure',
        FeatureFlag: '../../subgraphs/madre/flags/flag-record.ts#FlagRecord',
        Intent: '../../subgraphs/madre/intents/intent-record.ts#IntentRecord',
        AuditEntry: '../../subgraphs/madre/journal/audit-log.ts#AuditRecord',
      },
      '../../subgraphs/madre/context.ts#MadreContext',
    ),
    ...resolverTypes(
      'switch',
      {
        Engine: '../../subgraphs/switch/registry/engine-record.ts#EngineRecord',
        Model: '../../subgraphs/switch/context.ts#SeenModel',
        SwitchTask: '../../subgraphs/switch/tasks/task-record.ts#TaskRecord',
        Service: '../../subgraphs/switch/context.ts#ServiceKey',
      },
      '../../subgraphs/switch/context.ts#SwitchContext',
    ),
    ...resolverTypes(
      'operator',
      {
        Session: '../../subgraphs/operator/sessions/sessions.ts#SessionRecord',
        Message: '../../subgraphs/operator/sessions/messages.ts#MessageRecord',
        ToolCall: '../../subgraphs/operator/sessions/tool-calls.ts#ToolCallRecord',
        SwitchAdjustment: '../../subgraphs/operator/sessions/switch-adjustments.ts#SwitchAdjustmentRecord',
        ChatPayload: '../../subgraphs/operator/chat/chat.ts#ChatOutcome',
        ChatEvent: '../../subgraphs/operator/answers/answer-log.ts#AnswerEvent',
        Service: '../../subgraphs/operator/context.ts#ServiceKey',
        PowerWindow: '../../subgraphs/operator/context.ts#WindowKey',
        Engine: '../../subgraphs/operator/context.ts#EngineKey',
        FeatureFlag: '../../subgraphs/operator/context.ts#FlagKey',
      },
      '../../subgraphs/operator/context.ts#OperatorContext',
    ),
    ...typedDocuments('client/generated', 'client/operations/*.graphql', sentByClient),
    ...typedDocuments('cli/generated', 'cli/operations/*.graphql', sentByClient),
    ...typedDocuments('examples/generated', 'examples/*.graphql'),
    ...typedDocuments('console/src/generated', 'console/operations/*.graphql'),
  },
};

export default config;
