/** By what a row says whose it is: the person, one of their cases, or what was done for a case. */
export type StoredBy = 'person_id' | 'case_code' | 'request_id' | 'disbursement_id' | 'bond_id'

/** Where it lies, in the words of the page: who holds what would have to hand it over. */
export type StoredIn = 'vault' | 'keys' | 'work' | 'books' | 'log'

type StoredPlace = {
  in: StoredIn
  /** Each row of these is counted. */
  counted: Partial<Record<string, StoredBy>>
  /** What belongs to the counted rows and is not counted again: their steps, lines, approvals. */
  parts?: readonly string[]
}

/** All that is stored of a person but lines in the books and rows of the audit, which are found by what they are about. */
export const storedRows = {
  fields: { in: 'vault', counted: { person_field: 'person_id', request_field: 'person_id' } },
  documents: {
    in: 'vault',
    counted: { person_document: 'person_id', person_party: 'person_id', person_ride: 'person_id' },
  },
  tokens: {
    in: 'keys',
    counted: { 'vault_keys.person_index': 'person_id' },
    parts: ['vault_keys.person_key'],
  },
  cases: {
    in: 'work',
    counted: { person_case: 'person_id' },
    parts: ['person_join', 'person_join_end'],
  },
  requests: { in: 'work', counted: { help_request: 'person_id' }, parts: ['request_case'] },
  request_steps: {
    in: 'work',
    counted: {
      help_request_event: 'request_id',
      request_screening: 'request_id',
      request_pathway: 'request_id',
    },
    parts: ['request_pathway_step', 'request_pathway_document', 'request_rank', 'request_ride'],
  },
  calls: { in: 'work', counted: { call_task: 'request_id', case_call: 'bond_id' } },
  disbursements: {
    in: 'work',
    counted: { disbursement: 'case_code' },
    parts: [
      ...['disbursement_line', 'disbursement_state_change', 'approval', 'disbursement_payment'],
      ...['reservation', 'reservation_resolution', 'envelope_reservation', 'envelope_draw'],
      ...['envelope_draw_confirmation', 'counsel_clearance', 'clearance_confirmation', 'forfeiture_call'],
      ...['bond_preparation_step', 'advance_cover', 'posting_attempt'],
    ],
  },
  findings: { in: 'work', counted: { charge_finding: 'disbursement_id' } },
  slips: { in: 'work', counted: { posting_assignment: 'disbursement_id' }, parts: ['posting_withdrawal'] },
  bonds: {
    in: 'work',
    counted: { bond: 'case_code', shared_bond: 'case_code' },
    parts: [
      ...['bond_state_change', 'bond_return', 'bond_deduction', 'bond_loss', 'bond_loss_reversal'],
      ...['bond_recovery', 'bond_exposure', 'release_check', 'shared_bond_part', 'shared_bond_payment'],
      ...[
        'remittance_line',
        'remittance_deduction',
        'remittance_return',
        'remittance_recovery',
        'audit_sample_line',
      ],
      ...['audit_sample_showing', 'audit_sample_finding', 'report_filing', 'address_change_notice'],
      'address_change_contract_notice',
      'report_export',
    ],
  },
  dates: {
    in: 'work',
    counted: { court_date: 'bond_id', missed_date: 'bond_id', bond_deadline: 'bond_id' },
    parts: ['court_date_outcome', 'missed_date_answer', 'bond_deadline_end'],
  },
  wishes: {
    in: 'work',
    counted: { case_contact: 'bond_id', case_ride: 'bond_id' },
    parts: ['case_language'],
  },
  papers: {
    in: 'work',
    counted: {
      bond_paper: 'bond_id',
      bond_party: 'bond_id',
      bond_case_end: 'bond_id',
      bond_place: 'bond_id',
      disbursement_place: 'disbursement_id',
    },
  },
  evidence: {
    in: 'work',
    counted: { bond_evidence: 'bond_id' },
    parts: ['bond_evidence_content', 'bond_evidence_review'],
  },
  chases: { in: 'work', counted: { bond_chase: 'bond_id' } },
  agreements: {
    in: 'work',
    counted: { copay_offer: 'case_code', copay_agreement: 'case_code' },
    parts: [
      ...['copay_receipt', 'copay_payout', 'copay_payout_approval', 'copay_payout_payment'],
      ...['copay_payout_withdrawal', 'copay_reversal', 'copay_reversal_decision'],
    ],
  },
  looks: {
    in: 'log',
    counted: { person_reveal: 'person_id', break_glass: 'person_id' },
    parts: ['break_glass_review'],
  },
  demands: { in: 'log', counted: { legal_demand: 'person_id' }, parts: ['legal_demand_closing'] },
} as const satisfies Record<string, StoredPlace>

/** Where each line of the page lies, in its order. */
export const storedIn = {
  ...(Object.fromEntries(Object.entries(storedRows).map(([place, { in: at }]) => [place, at])) as Record<
    keyof typeof storedRows,
    StoredIn
  >),
  bookings: 'books',
  audit: 'log',
} as const
export type StoredPlaceName = keyof typeof storedIn

/** How much is stored of a person, by place. */
export type Stored = Record<StoredPlaceName, number>
