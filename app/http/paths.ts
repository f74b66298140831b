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
  bondReinstatement: (bondId: string) => `/admin/bonds/${bondId}/reinstatement`,
  recoveryDesk: () => '/admin/recovery',
  cash: () => '/admin/cash',
  signOutCash: (disbursementId?: string) =>
    disbursementId ? `/admin/cash/new?for=${disbursementId}` : '/admin/cash/new',
  advance: (id: string) => `/admin/cash/${id}`,
  cashBox: (fundId: string) => `/admin/cash/box/${fundId}`,
  expenses: () => '/admin/expenses',
  claimExpense: () => '/admin/expenses/new',
  expense: (id: string) => `/admin/expenses/${id}`,
  staffFunds: () => '/admin/funds',
  fundForecast: (fundId: string) => `/admin/funds/${fundId}`,
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
  demands: () => '/admin/demands',
  audit: () => '/admin/audit',
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
