export const demandKinds = [
  'subpoena',
  'warrant',
  'court_order',
  'civil_discovery',
  'administrative',
  'preservation',
  'records_request',
  'informal',
] as const
export type DemandKind = (typeof demandKinds)[number]

/** What was handed over in the end, as codes: the register cannot be changed, and advice stays outside of it. */
export const givenKinds = [
  'nothing',
  'public_figures',
  'books',
  'case_facts',
  'person_fields',
  'mail',
  'other',
] as const
export type GivenKind = (typeof givenKinds)[number]

export type DemandScope =
  | { kind: 'person'; caseCode: string }
  | { kind: 'fund'; fundId: string }
  | { kind: 'everything' }
