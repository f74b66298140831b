import arDates from './ar/dates.json' with { type: 'json' }
import arDocuments from './ar/documents.json' with { type: 'json' }
import arDonor from './ar/donor.json' with { type: 'json' }
import arErrors from './ar/errors.json' with { type: 'json' }
import arGive from './ar/give.json' with { type: 'json' }
import arHelp from './ar/help.json' with { type: 'json' }
import arMail from './ar/mail.json' with { type: 'json' }
import arPublic from './ar/public.json' with { type: 'json' }
import enAdmin from './en/admin.json' with { type: 'json' }
import enAtBank from './en/at-bank.json' with { type: 'json' }
import enCash from './en/cash.json' with { type: 'json' }
import enControl from './en/control.json' with { type: 'json' }
import enCopay from './en/copay.json' with { type: 'json' }
import enDates from './en/dates.json' with { type: 'json' }
import enDefence from './en/defence.json' with { type: 'json' }
import enDocuments from './en/documents.json' with { type: 'json' }
import enDonor from './en/donor.json' with { type: 'json' }
import enDonors from './en/donors.json' with { type: 'json' }
import enDoors from './en/doors.json' with { type: 'json' }
import enEnvelope from './en/envelope.json' with { type: 'json' }
import enErrors from './en/errors.json' with { type: 'json' }
import enExpenses from './en/expenses.json' with { type: 'json' }
import enForecast from './en/forecast.json' with { type: 'json' }
import enGive from './en/give.json' with { type: 'json' }
import enHelp from './en/help.json' with { type: 'json' }
import enImports from './en/imports.json' with { type: 'json' }
import enIntake from './en/intake.json' with { type: 'json' }
import enMail from './en/mail.json' with { type: 'json' }
import enOffline from './en/offline.json' with { type: 'json' }
import enPapers from './en/papers.json' with { type: 'json' }
import enPreparation from './en/preparation.json' with { type: 'json' }
import enPublic from './en/public.json' with { type: 'json' }
import enReconciliation from './en/reconciliation.json' with { type: 'json' }
import enRecords from './en/records.json' with { type: 'json' }
import enRecovery from './en/recovery.json' with { type: 'json' }
import enRefunds from './en/refunds.json' with { type: 'json' }
import enRemittance from './en/remittance.json' with { type: 'json' }
import enRules from './en/rules.json' with { type: 'json' }
import enStaffMail from './en/staff-mail.json' with { type: 'json' }
import enStatements from './en/statements.json' with { type: 'json' }
import enVault from './en/vault.json' with { type: 'json' }
import enWindow from './en/window.json' with { type: 'json' }
import esAdmin from './es/admin.json' with { type: 'json' }
import esAtBank from './es/at-bank.json' with { type: 'json' }
import esCash from './es/cash.json' with { type: 'json' }
import esControl from './es/control.json' with { type: 'json' }
import esCopay from './es/copay.json' with { type: 'json' }
import esDates from './es/dates.json' with { type: 'json' }
import esDefence from './es/defence.json' with { type: 'json' }
import esDocuments from './es/documents.json' with { type: 'json' }
import esDonor from './es/donor.json' with { type: 'json' }
import esDonors from './es/donors.json' with { type: 'json' }
import esDoors from './es/doors.json' with { type: 'json' }
import esEnvelope from './es/envelope.json' with { type: 'json' }
import esErrors from './es/errors.json' with { type: 'json' }
import esExpenses from './es/expenses.json' with { type: 'json' }
import esForecast from './es/forecast.json' with { type: 'json' }
import esGive from './es/give.json' with { type: 'json' }
import esHelp from './es/help.json' with { type: 'json' }
import esImports from './es/imports.json' with { type: 'json' }
import esIntake from './es/intake.json' with { type: 'json' }
import esMail from './es/mail.json' with { type: 'json' }
import esOffline from './es/offline.json' with { type: 'json' }
import esPapers from './es/papers.json' with { type: 'json' }
import esPreparation from './es/preparation.json' with { type: 'json' }
import esPublic from './es/public.json' with { type: 'json' }
import esReconciliation from './es/reconciliation.json' with { type: 'json' }
import esRecords from './es/records.json' with { type: 'json' }
import esRecovery from './es/recovery.json' with { type: 'json' }
import esRefunds from './es/refunds.json' with { type: 'json' }
import esRemittance from './es/remittance.json' with { type: 'json' }
import esRules from './es/rules.json' with { type: 'json' }
import esStaffMail from './es/staff-mail.json' with { type: 'json' }
import esStatements from './es/statements.json' with { type: 'json' }
import esVault from './es/vault.json' with { type: 'json' }
import esWindow from './es/window.json' with { type: 'json' }
import type { Language } from './languages.ts'
import viDocuments from './vi/documents.json' with { type: 'json' }
import viDonor from './vi/donor.json' with { type: 'json' }
import viErrors from './vi/errors.json' with { type: 'json' }
import viGive from './vi/give.json' with { type: 'json' }
import viMail from './vi/mail.json' with { type: 'json' }
import viPublic from './vi/public.json' with { type: 'json' }
import zhDocuments from './zh/documents.json' with { type: 'json' }
import zhDonor from './zh/donor.json' with { type: 'json' }
import zhErrors from './zh/errors.json' with { type: 'json' }
import zhGive from './zh/give.json' with { type: 'json' }
import zhMail from './zh/mail.json' with { type: 'json' }
import zhPublic from './zh/public.json' with { type: 'json' }

/**
 * `public` pages · `give` the way of a gift · `admin` staff pages · `errors` what a form or a refusal says ·
 * `mail` to donors · `staff-mail` to staff · `help` asking for help · `intake` the staff's requests ·
 * `vault` the case vault and legal demands · `recovery` what is due back, and what comes after a loss ·
 * `forecast` what a fund can commit · `rules` of places · `window` posters and their slips · `cash` advances, counts and
 * reimbursements · `envelope` a night's money · `copay` a family's part · `remittance` one payment over many bonds ·
 * `preparation` before posting · `expenses` with receipts · `papers` of a bond · `dates` in court (in Arabic what is said on the
 * telephone) · `control` by two · `records` of what was done · `doors` for those who lost their way to sign in, and records
 * opened in an emergency · `donor` the donor's own pages · `documents` receipts and statements as PDF · `donors` the staff's record
 * of a donor · `refunds` and disputes · `offline` gifts by check, in cash or otherwise · `imports` of donors and gifts ·
 * `reconciliation` with Stripe and the bank · `at-bank` what the bank says of one thing's money · `defence` against tested cards ·
 * `statements` sent to donors by staff.
 */
export type Catalog = Record<string, string>

/** Every catalog there is. Imported, not read from disk, so that the built server and the worker hold the same words. */
export const catalogs: Record<Language, Record<string, Catalog>> = {
  en: {
    public: enPublic,
    give: enGive,
    errors: enErrors,
    admin: enAdmin,
    forecast: enForecast,
    rules: enRules,
    mail: enMail,
    'staff-mail': enStaffMail,
    recovery: enRecovery,
    help: enHelp,
    intake: enIntake,
    vault: enVault,
    window: enWindow,
    'at-bank': enAtBank,
    cash: enCash,
    copay: enCopay,
    remittance: enRemittance,
    dates: enDates,
    control: enControl,
    records: enRecords,
    papers: enPapers,
    preparation: enPreparation,
    envelope: enEnvelope,
    expenses: enExpenses,
    doors: enDoors,
    donor: enDonor,
    documents: enDocuments,
    donors: enDonors,
    refunds: enRefunds,
    offline: enOffline,
    imports: enImports,
    reconciliation: enReconciliation,
    defence: enDefence,
    statements: enStatements,
  },
  es: {
    public: esPublic,
    give: esGive,
    errors: esErrors,
    admin: esAdmin,
    forecast: esForecast,
    rules: esRules,
    mail: esMail,
    'staff-mail': esStaffMail,
    recovery: esRecovery,
    help: esHelp,
    intake: esIntake,
    vault: esVault,
    window: esWindow,
    'at-bank': esAtBank,
    cash: esCash,
    copay: esCopay,
    remittance: esRemittance,
    dates: esDates,
    control: esControl,
    records: esRecords,
    papers: esPapers,
    preparation: esPreparation,
    envelope: esEnvelope,
    expenses: esExpenses,
    doors: esDoors,
    donor: esDonor,
    documents: esDocuments,
    donors: esDonors,
    refunds: esRefunds,
    offline: esOffline,
    imports: esImports,
    reconciliation: esReconciliation,
    defence: esDefence,
    statements: esStatements,
  },
  ar: {
    public: arPublic,
    give: arGive,
    errors: arErrors,
    mail: arMail,
    help: arHelp,
    dates: arDates,
    donor: arDonor,
    documents: arDocuments,
  },
  vi: {
    public: viPublic,
    give: viGive,
    errors: viErrors,
    mail: viMail,
    donor: viDonor,
    documents: viDocuments,
  },
  zh: {
    public: zhPublic,
    give: zhGive,
    errors: zhErrors,
    mail: zhMail,
    donor: zhDonor,
    documents: zhDocuments,
  },
}
