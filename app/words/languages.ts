/** The languages that pages and mails are written in. English is the one that the others fall back to. */
export const languages = ['en', 'es', 'ar', 'vi', 'zh'] as const

export type Language = (typeof languages)[number]

export const fallbackLanguage: Language = 'en'

/** Each language is offered under its own name, so that whoever needs it can find it. */
export const nativeNames: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  ar: 'العربية',
  vi: 'Tiếng Việt',
  zh: '简体中文',
}

export const isLanguage = (text: unknown): text is Language => languages.some((language) => language === text)

export const direction = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

/** Dates, numbers and money are written as people in the United States write them in that language. */
export const locale = (language: Language): string => locales[language]

const locales: Record<Language, string> = { en: 'en-US', es: 'es-US', ar: 'ar', vi: 'vi', zh: 'zh-Hans' }
