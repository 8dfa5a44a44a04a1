/* eslint-disable */
/** Each @resumable subscription field. Made from the schema: never edited. */
export const resumableFields = {
  windowChanged: {"cursor":"resumeSeq","argument":"afterSeq","argumentType":"Int","members":[],"kind":"type"},
  serviceChanged: {"cursor":"resumeSeq","argument":"afterSeq","argumentType":"Int","members":[],"kind":"type"},
  serviceLogs: {"cursor":"seq","argument":"afterSeq","argumentType":"Int","members":[],"kind":null},
  auditEntryAdded: {"cursor":"seq","argument":"afterSeq","argumentType":"Int","members":[],"kind":null},
  featureFlagChanged: {"cursor":"seq","argument":"afterSeq","argumentType":"Int","members":[],"kind":null},
  intentChanged: {"cursor":"seq","argument":"afterSeq","argumentType":"Int","members":[],"kind":null},
  chatStream: {"cursor":"seq","argument":"afterSeq","argumentType":"Int","members":["ChatSnapshot","ChatRouting","ChatDelta","ChatToolCall","ChatRestarted","ChatFinished"],"kind":"__typename"},
  eventAdded: {"cursor":"seq","argument":"afterSeq","argumentType":"Int","members":[],"kind":null},
} as const;
