const controls = /[\p{Cc}\p{Zl}\p{Zp}\u00ad\ufeff]+/gu
const directions = /\p{Bidi_Control}/gu

/**
 * What someone typed, fit to be set in a line: in one form of Unicode, on one line, without marks that would turn the
 * text around it.
 */
const onOneLine = (text: string): string =>
  text.replace(directions, '').replace(controls, ' ').normalize('NFC').replace(/\s+/gu, ' ').trim()

/** A name or code that keeps its own direction and leaves that of its sentence alone (UAX 9, isolates). */
export const apart = (text: string): string => `\u2068${onOneLine(text)}\u2069`
