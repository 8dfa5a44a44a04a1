/** Of the subgraph that has the events. */
export const doorsSdl = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective", "@requiresScopes"])
    @link(url: "https://vx11.dev/specs/resumable/v1.0", import: ["@resumable"])
    @composeDirective(name: "@resumable")
  directive @resumable(cursor: String! = "seq", argument: String! = "afterSeq") on FIELD_DEFINITION
  type Query { door(id: ID!): Door }
  type Mutation { lock(id: ID!): Boolean! @requiresScopes(scopes: [["door:lock"]]) }
  type Door @key(fields: "id") { id: ID! name: String! }
  type DoorEvent { seq: Int! door: Door! }
  "The snapshot tells of every door that was ever published, each with the seq of now; a stream goes on behind the last of them."
  type WindowEvent { seq: Int! resumeSeq: Int type: WindowEventType! window: Door! }
  enum WindowEventType { SNAPSHOT CHANGED }
  type Opened { seq: Int! by: String! }
  type Closed { seq: Int! }
  type SystemStatus { doors: Int! }
  union Movement = Opened | Closed
  type Subscription {
    doorChanged(afterSeq: Int): DoorEvent! @resumable
    doorPlain(id: ID): DoorEvent!
    moved(afterSeq: Int): Movement! @resumable
    windowChanged(afterSeq: Int): WindowEvent! @resumable(cursor: "resumeSeq")
    lockedDoor: Door! @requiresScopes(scopes: [["door:lock"], ["door:look"]])
    statusChanged: SystemStatus!
    refusedDoor: Door!
  }
`;
