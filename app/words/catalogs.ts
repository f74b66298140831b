import arErrors from './ar/errors.json' with { type: 'json' }
import arGive from './ar/give.json' with { type: 'json' }
import arMail from './ar/mail.json' with { type: 'json' }
import arPublic from './ar/public.json' with { type: 'json' }
import enAdmin from './en/admin.json' with { type: 'json' }
import enErrors from './en/errors.json' with { type: 'json' }
import enForecast from './en/forecast.json' with { type: 'json' }
import enGive from './en/give.json' with { type: 'json' }
import enMail from './en/mail.json' with { type: 'json' }
import enPublic from './en/public.json' with { type: 'json' }
import enRules from './en/rules.json' with { type: 'json' }
import enStaffMail from './en/staff-mail.json' with { type: 'json' }
import esAdmin from './es/admin.json' with { type: 'json' }
import esErrors from './es/errors.json' with { type: 'json' }
import esForecast from './es/forecast.json' with { type: 'json' }
import esGive from './es/give.json' with { type: 'json' }
import esMail from './es/mail.json' with { type: 'json' }
import esPublic from './es/public.json' with { type: 'json' }
import esRules from './es/rules.json' with { type: 'json' }
import esStaffMail from './es/staff-mail.json' with { type: 'json' }
import type { Language } from './languages.ts'

/**
 * `public` pages · `give` the way of a gift · `admin` staff pages · `forecast` what a fund can commit · `rules` of places · `errors` what a form or a refusal says ·
 * `mail` to donors · `staff-mail` to staff.
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
  },
  ar: { public: arPublic, give: arGive, errors: arErrors, mail: arMail },
}
