import type { CodegenConfig } from '@graphql-codegen/cli';

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
function typedDocuments(folder: string, documents: string): CodegenConfig['generates'] {
  return {
    [`${folder}/`]: {
      schema: 'schema/generated/api.graphql',
      documents,
      preset: 'client',
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
    ...typedDocuments('client/generated', 'client/operations/*.graphql'),
    ...typedDocuments('cli/generated', 'cli/operations/*.graphql'),
    ...typedDocuments('examples/generated', 'examples/*.graphql'),
    ...typedDocuments('console/src/generated', 'console/operations/*.graphql'),
  },
};

export default config;
