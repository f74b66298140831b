export type FindingKind = 'email' | 'a_number' | 'ssn' | 'phone' | 'facility'

/** Something in a text that points to one person: what it is, and where it stands, from its first sign to after its last. */
export type Finding = { kind: FindingKind; start: number; end: number }

// In Spanish the kind of place stands first and is often written small, so only a name behind it makes it one. `Penal` is a
// place only where it stands as a noun: a court or a code that is `penal` is none.
const spanishKind = [
  '[Cc][áa]rcel|[Pp]risi[óo]n|[Pp]enitenciar[íi]a|[Rr]eclusorio|[Cc]orreccional',
  String.raw`(?<=^|[\n.;:(]\s{0,3}|(?<!\p{L})(?:[Ee]l|[Aa]l|[Dd]el) )[Pp]enal`,
  '[Cc]entro (?:[Cc]orreccional|[Pp]enitenciario|de (?:[Dd]etenci[óo]n|[Pp]rocesamiento|[Rr]eclusi[óo]n))',
].join('|')
const spanishAdjective = '(?:federal|estatal|municipal|juvenil|migratori[oa]|preventiv[oa])'
const noName = '(?!(?:Preventiva|Provisional|Domiciliaria|Perpetua)(?!\\p{L}))'
const article = '(?:del?|de las?|de los)'
const name = String.raw`\p{Lu}[\p{L}'’-]{1,30}`

// The first pattern that claims a place keeps it: an A-number's digits are not also a phone's.
const patterns: [FindingKind, RegExp][] = [
  ['email', /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu],
  ['a_number', /(?<![\p{L}\p{N}])A[\s#-]{0,3}\d(?:[\s.-]?\d){7,8}(?![\s.-]?\d)/giu],
  ['ssn', /(?<!\d[.-]?)\d{3}([ -])\d{2}\1\d{4}(?!\d)/gu],
  ['ssn', /(?<=\b(?:ssn|social security(?: number| no\.?)?)[\s:#]{0,3})\d{9}(?!\d)/giu],
  ['phone', /(?<![\d+])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-]?)\d{3}[ .-]?\d{4}(?!\d)/gu],
  ['phone', /\+\d(?:[ .()-]{0,2}\d){7,14}(?!\d)/gu],
  [
    'facility',
    /(?:\p{Lu}[\p{L}'’.-]{1,30} ){1,4}(?:Jail|Prison|Penitentiary|(?:Detention|Processing|Correctional) (?:Center|Centre|Facility|Institution)|Correctional)(?!\p{L})/gu,
  ],
  [
    'facility',
    new RegExp(
      `(?<!\\p{L})(?:${spanishKind})(?: ${spanishAdjective})?(?: del condado)?(?: ${article})? ${noName}${name}(?: (?:${article} )?${name}){0,4}`,
      'gu',
    ),
  ],
]

/**
 * Finds A-numbers, social security numbers, phone numbers, e-mail addresses and named places of detention in what people
 * write freely. It warns and
 * forbids nothing: names cannot be found this way, and a figure may look like a number that it is not.
 */
export function scanFreeText(text: string): Finding[] {
  const plain = withPlainDigits(text)
  const found: Finding[] = []
  for (const [kind, pattern] of patterns) {
    for (const match of plain.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length]
      if (!found.some((other) => start < other.end && other.start < end)) found.push({ kind, start, end })
    }
  }
  return found.sort((one, other) => one.start - other.start)
}

/** The digits of Arabic, Persian and full-width writing, each of which is one sign as its Latin one is. */
const withPlainDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) =>
    String((digit.charCodeAt(0) - (digit >= '\uff10' ? 0xff10 : 0x0660)) % 16),
  )
