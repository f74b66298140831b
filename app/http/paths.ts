import { fallbackLanguage, type Language, languages } from '#app/words/languages.ts'

/**
 * Every address that pages link or redirect to. Public pages carry their language in the address, English bare,
 * because they are cached as they are; staff and donor pages take it from the cookie.
 */
export const paths = {
  home: (language: Language = fallbackLanguage) => localized(language, '/'),
  funds: (language: Language = fallbackLanguage) => localized(language, '/funds'),
  fund: (slug: string, language: Language = fallbackLanguage) => localized(language, `/funds/${slug}`),
  donate: (slug: string, language: Language = fallbackLanguage) =>
    localized(language, `/funds/${slug}/donate`),
  getHelp: (language: Language = fallbackLanguage) => localized(language, '/get-help'),
  askFund: (slug: string, language: Language = fallbackLanguage) => localized(language, `/get-help/${slug}`),
  language: () => '/language',
  fundTotals: (slug: string) => `/funds/${slug}/totals.json`,
  thanks: (token: string, language: Language = fallbackLanguage) => localized(language, `/thanks/${token}`),
  monthly: (token: string, language: Language = fallbackLanguage) => localized(language, `/monthly/${token}`),

  publicUpdate: (slug: string, language: Language = fallbackLanguage) =>
    localized(language, `/updates/${slug}`),
  unsubscribe: (token: string, language: Language = fallbackLanguage) =>
    localized(language, `/unsubscribe/${token}`),

  admin: () => '/admin',
  signIn: () => '/admin/sign-in',
  signInLink: (token: string) => `/admin/sign-in/${token}`,
  signInPasskey: () => '/admin/sign-in/passkey',
  signOut: () => '/admin/sign-out',
  enrol: () => '/admin/enrol',
  account: () => '/admin/account',
  stepUp: () => '/admin/step-up',
  requests: () => '/admin/requests',
  request: (id: string) => `/admin/requests/${id}`,
  newRequest: () => '/admin/requests/new',
  requestScreening: (requestId: string) => `/admin/requests/${requestId}/screening`,
  requestCase: (requestId: string) => `/admin/requests/${requestId}/case`,
  requestPathway: (requestId: string) => `/admin/requests/${requestId}/pathway`,
  fundIntake: (fundId: string) => `/admin/funds/${fundId}/intake`,
  caseFacts: (personId: string) => `/admin/cases/${personId}/facts`,
  requestStep: (requestId: string) => `/admin/requests/${requestId}/step`,
  requestDecision: (requestId: string) => `/admin/requests/${requestId}/decision`,
  requestCall: (requestId: string) => `/admin/requests/${requestId}/call`,
  disbursements: () => '/admin/disbursements',
  newDisbursement: () => '/admin/disbursements/new',
  newDisbursementFor: (caseCode: string) => `/admin/disbursements/new?case=${caseCode}`,
  disbursement: (id: string) => `/admin/disbursements/${id}`,
  approval: (disbursementId: string) => `/admin/disbursements/${disbursementId}/approval`,
  rejection: (disbursementId: string) => `/admin/disbursements/${disbursementId}/rejection`,
  cancellation: (disbursementId: string) => `/admin/disbursements/${disbursementId}/cancellation`,
  amendment: (disbursementId: string) => `/admin/disbursements/${disbursementId}/amendment`,
  clearance: (disbursementId: string) => `/admin/disbursements/${disbursementId}/clearance`,
  payment: (disbursementId: string) => `/admin/disbursements/${disbursementId}/payment`,
  envelopes: () => '/admin/envelopes',
  newEnvelope: () => '/admin/envelopes/new',
  envelope: (id: string) => `/admin/envelopes/${id}`,
  envelopeApproval: (envelopeId: string) => `/admin/envelopes/${envelopeId}/approval`,
  envelopeRejection: (envelopeId: string) => `/admin/envelopes/${envelopeId}/rejection`,
  envelopeCancellation: (envelopeId: string) => `/admin/envelopes/${envelopeId}/cancellation`,
  night: (envelopeId: string) => `/admin/postings/nights/${envelopeId}`,
  nightDrawn: (envelopeId: string) => `/admin/postings/nights/${envelopeId}?drawn=1`,
  drawConfirmation: (envelopeId: string) => `/admin/envelopes/${envelopeId}/confirmation`,
  assignment: (disbursementId: string) => `/admin/disbursements/${disbursementId}/assignment`,
  identity: (disbursementId: string) => `/admin/disbursements/${disbursementId}/person`,
  slip: (disbursementId: string) => `/admin/disbursements/${disbursementId}/slip`,
  postings: () => '/admin/postings',
  postingDone: () => '/admin/postings?done=1',
  posting: (disbursementId: string) => `/admin/postings/${disbursementId}`,
  onCall: () => '/admin/on-call',
  preparation: (disbursementId: string, to = '') =>
    `/admin/disbursements/${disbursementId}/preparation${to && `?to=${to}`}`,
  family: (disbursementId: string) => `/admin/disbursements/${disbursementId}/family`,
  copays: () => '/admin/copays',
  copay: (agreementId: string) => `/admin/copays/${agreementId}`,
  copayPaper: (agreementId: string, receiptId?: string) =>
    `/admin/copays/${agreementId}/paper${receiptId ? `?receipt=${receiptId}` : ''}`,
  blankCopayPaper: (disbursementId: string) => `/admin/disbursements/${disbursementId}/paper`,
  bonds: () => '/admin/bonds',
  bond: (id: string) => `/admin/bonds/${id}`,
  bondReturn: (bondId: string) => `/admin/bonds/${bondId}/return`,
  bondRelease: (bondId: string) => `/admin/bonds/${bondId}/release`,
  bondStep: (bondId: string) => `/admin/bonds/${bondId}/step`,
  bondDisposition: (bondId: string) => `/admin/bonds/${bondId}/disposition`,
  bondForfeiture: (bondId: string) => `/admin/bonds/${bondId}/forfeiture`,
  bondWriteOff: (bondId: string) => `/admin/bonds/${bondId}/write-off`,
  bondChase: (bondId: string) => `/admin/bonds/${bondId}/chase`,
  bondRecovery: (bondId: string) => `/admin/bonds/${bondId}/recovery`,
  bondCall: (bondId: string) => `/admin/bonds/${bondId}/call`,
  bondReinstatement: (bondId: string) => `/admin/bonds/${bondId}/reinstatement`,
  bondPapers: (bondId: string) => `/admin/bonds/${bondId}/papers`,
  bondParties: (bondId: string) => `/admin/bonds/${bondId}/parties`,
  bondEvidence: (bondId: string) => `/admin/bonds/${bondId}/evidence`,
  bondEvidenceFile: (bondId: string, evidenceId: string) => `/admin/bonds/${bondId}/evidence/${evidenceId}`,
  recoveryDesk: () => '/admin/recovery',
  cash: () => '/admin/cash',
  signOutCash: (disbursementId?: string) =>
    disbursementId ? `/admin/cash/new?for=${disbursementId}` : '/admin/cash/new',
  advance: (id: string) => `/admin/cash/${id}`,
  cashBox: (fundId: string) => `/admin/cash/box/${fundId}`,
  bondDates: (bondId: string) => `/admin/bonds/${bondId}/dates`,
  dates: () => '/admin/dates',
  claimTerms: () => '/admin/claim-terms',
  calendar: (token: string) => `/calendar/${token}.ics`,
  remittances: () => '/admin/remittances',
  newRemittance: () => '/admin/remittances/new',
  remittance: (id: string) => `/admin/remittances/${id}`,
  newSharedBond: () => '/admin/shared-bonds/new',
  sharedBond: (id: string) => `/admin/shared-bonds/${id}`,
  staffFunds: () => '/admin/funds',
  fundForecast: (fundId: string) => `/admin/funds/${fundId}`,
  fundControl: (fundId: string) => `/admin/funds/${fundId}/control`,
  rules: () => '/admin/rules',
  updates: () => '/admin/updates',
  newUpdate: () => '/admin/updates/new',
  update: (id: string) => `/admin/updates/${id}`,
  updateMail: (updateId: string, language: Language) =>
    `/admin/updates/${updateId}/mail?language=${language}`,
  publication: (updateId: string) => `/admin/updates/${updateId}/publication`,
  closes: () => '/admin/closes',
  staff: () => '/admin/people',
  person: (staffId: string) => `/admin/people/${staffId}`,
  suspense: () => '/admin/suspense',
  cases: () => '/admin/cases',
  casePerson: (personId: string) => `/admin/cases/${personId}`,
  documents: (personId: string) => `/admin/cases/${personId}/documents`,
  documentFile: (personId: string, documentId: string) => `/admin/cases/${personId}/documents/${documentId}`,
  mailbox: () => '/admin/mailbox',
  addressChange: () => '/admin/address-change',
  demands: () => '/admin/demands',
  audit: () => '/admin/audit',
  auditChain: () => '/admin/audit/chain',
  auditExport: () => '/admin/audit/export',
  auditFile: (exportId: string) => `/admin/audit/files/${exportId}`,
  incidents: () => '/admin/incidents',
  samples: () => '/admin/samples',
  sample: (sampleId: string) => `/admin/samples/${sampleId}`,
  caseRecord: (caseCode: string) => `/admin/records/cases/${caseCode}`,
  fundRecord: (fundId: string) => `/admin/records/funds/${fundId}`,
  staffRecord: (staffId: string) => `/admin/records/staff/${staffId}`,
}

/** The same public page in another language. `pathname` is without a language prefix. */
export const localized = (language: Language, pathname: string): string => {
  if (language === fallbackLanguage) return pathname
  return pathname === '/' ? `/${language}` : `/${language}${pathname}`
}

/** What language the first part of an address names, and the address without it. */
export function splitLanguage(pathname: string): { language: Language | null; pathname: string } {
  const [, first = ''] = pathname.split('/', 2)
  const language = languages.find((each) => each === first)
  if (!language) return { language: null, pathname }
  return { language, pathname: pathname.slice(language.length + 1) || '/' }
}
