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

/** Days as `2026-11-21`, both of them within; null where a demand names no such end. */
export type DemandDays = { from: string | null; until: string | null }

export type DemandScope =
  | { kind: 'person'; caseCode: string }
  | { kind: 'fund'; fundId: string; days?: DemandDays }
  | { kind: 'everything'; days?: DemandDays }
