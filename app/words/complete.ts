import type { Language } from './languages.ts'

/**
 * The pairs of language and catalog that are promised whole: each must have exactly the keys of the English catalog,
 * with the same placeholders. A pair that is not here may be absent; English then stands in.
 */
export const complete: Record<Language, readonly string[]> = {
  en: [
    'public',
    'give',
    'errors',
    'mail',
    'admin',
    'staff-mail',
    'help',
    'intake',
    'vault',
    'recovery',
    'forecast',
    'rules',
  ],
  es: [
    'public',
    'give',
    'errors',
    'mail',
    'admin',
    'staff-mail',
    'help',
    'intake',
    'vault',
    'recovery',
    'forecast',
    'rules',
  ],
  ar: ['public', 'give', 'errors', 'mail', 'help'],
}
