import { z } from 'zod'

/** What was typed, by field name, so that it can be shown again. Proofs of presence are left out. */
export type FormValues = Record<string, string | string[]>

export type RefusedForm = {
  ok: false
  values: FormValues
  /** Field name → code in the `errors` catalog. */
  errors: Record<string, string>
}

export type ParsedForm<T> = { ok: true; value: T; values: FormValues } | RefusedForm

const proofs = new Set(['code', 'passkey', 'challengeId'])

/**
 * Reads a form. A name sent twice is a list; `lines[0].kind` is the kind of the first of `lines`.
 * A field that the schema does not know is refused as `unknown_field`. A schema's own message is its code; without one
 * an empty field is `required`, another `malformed`; so is a text with a sign in it that nobody can see or that turns the
 * direction of reading: no database keeps a NUL, and a name must not be able to look like another. From a telephone number
 * the marks of direction are taken away.
 */
export function parseForm<S extends z.ZodType>(formData: FormData, schema: S): ParsedForm<z.output<S>> {
  const sent = fieldsOf(formData)
  const values = Object.fromEntries(Object.entries(sent).filter(([name]) => !proofs.has(name)))
  const hidden = Object.fromEntries(withHiddenSigns(sent).map((name) => [name, 'malformed']))
  const tree = treeOf(sent)
  if (!tree) return { ok: false, values, errors: { '': 'malformed' } }

  const strict = schema instanceof z.ZodObject ? schema.strict() : schema
  const parsed = strict.safeParse(tree, {
    error: ({ code, input }) => {
      if (code === 'unrecognized_keys') return 'unknown_field'
      return input === undefined || input === '' ? 'required' : 'malformed'
    },
  })
  const errors = { ...hidden, ...(parsed.success ? {} : errorsOf(parsed.error)) }
  if (parsed.success && Object.keys(errors).length === 0)
    return { ok: true, value: parsed.data as z.output<S>, values }
  return { ok: false, values, errors }
}

function fieldsOf(formData: FormData): FormValues {
  const fields: FormValues = {}
  for (const name of new Set(formData.keys())) {
    // A file has no text; a schema that expects one reads the form data itself.
    const sent = formData.getAll(name).map((entry) => (typeof entry === 'string' ? entry : entry.name))
    const all = holdsNumber(name, formData) ? sent.map(withoutMarks) : sent
    const [first = '', ...more] = all
    Object.defineProperty(fields, name, {
      value: more.length > 0 ? all : first,
      enumerable: true,
      configurable: true,
    })
  }
  return fields
}

/** A number from the contacts of a phone in Arabic comes wrapped in these; a number reads the same without them. */
const directionMark = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

const withoutMarks = (text: string): string => {
  const number = text.replace(directionMark, '')
  // A name in the field of a number keeps its marks, and is refused for them.
  return /^[\p{Nd}\s+().-]*$/u.test(number) ? number : text
}

/** A search has one field for all that it can search by. */
const holdsNumber = (name: string, formData: FormData): boolean =>
  /(?:^|[._])phone$/.test(name) || (name === 'plain' && formData.get('kind') === 'phone')

/** A sign that steers a screen or a printer, other than a tab and a new line, or that turns text around. */
const hiddenSign = /(?![\t\n\r])\p{Cc}|[\u2028-\u202e\u2066-\u2069]/u

const withHiddenSigns = (fields: FormValues): string[] =>
  Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().some((text) => hiddenSign.test(text)) ? [name] : [],
  )

const segment = /^[A-Za-z][A-Za-z0-9_]*$/
const longestList = 200

/** Fields with paths for names become lists and records. Null where a name is no path of ours. */
function treeOf(fields: FormValues): Record<string, unknown> | null {
  const tree: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const path = name.replaceAll(']', '').split(/[.[]/)
    const valid = path.every((part, depth) => (depth > 0 && isIndex(part)) || segment.test(part))
    if (!valid || !plant(tree, path, value)) return null
  }
  return tree
}

const isIndex = (part: string): boolean => /^\d{1,3}$/.test(part) && Number(part) < longestList

function plant(tree: Record<string, unknown>, path: string[], value: string | string[]): boolean {
  let at: Record<string, unknown> = tree
  for (const [depth, part] of path.entries()) {
    const next = path[depth + 1]
    if (next === undefined) {
      if (at[part] !== undefined) return false
      at[part] = value
      return true
    }
    at[part] ??= isIndex(next) ? [] : {}
    const below = at[part]
    if (typeof below !== 'object' || below === null || Array.isArray(below) !== isIndex(next)) return false
    at = below as Record<string, unknown>
  }
  return true
}

/** One field, one sentence: the first thing that is wrong with it. */
function errorsOf(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const issue of error.issues) {
    const names =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    for (const name of names) errors[nameOf(name)] ??= issue.message
  }
  return errors
}

const nameOf = (path: PropertyKey[]): string =>
  path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`
    return name ? `${name}.${String(part)}` : String(part)
  }, '')
