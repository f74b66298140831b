import type { InterpreterKind } from '../reading.ts'
import type { PaperLanguage } from './texts.ts'

/** What the paper says of how it was read. Beside the signed text, not part of it: it promises nothing. */
export const readAloudTexts: Record<
  PaperLanguage,
  Record<'lead' | 'language' | 'interpreter' | InterpreterKind, string>
> = {
  en: {
    lead: 'Before it was signed, this paper was read aloud and interpreted, in a language that the person who signs understands.',
    language: 'Language',
    interpreter: 'Interpreter: name and signature',
    professional: 'professional interpreter',
    by_phone: 'professional interpreter, by phone or video',
    ours: 'of the fund',
    relative: 'friend or relative',
  },
  es: {
    lead: 'Antes de firmarse, este papel se leyó en voz alta y se interpretó, en un idioma que entiende quien firma.',
    language: 'Idioma',
    interpreter: 'Intérprete: nombre y firma',
    professional: 'intérprete profesional',
    by_phone: 'intérprete profesional, por teléfono o video',
    ours: 'del fondo',
    relative: 'amistad o familiar',
  },
  ar: {
    lead: 'قبل التوقيع قُرئت هذه الورقة بصوت عالٍ وتُرجمت شفهيًا، بلغة يفهمها من يوقّع.',
    language: 'اللغة',
    interpreter: 'المترجم: الاسم والتوقيع',
    professional: 'مترجم محترف',
    by_phone: 'مترجم محترف، عبر الهاتف أو الفيديو',
    ours: 'من الصندوق',
    relative: 'صديق أو قريب',
  },
}
