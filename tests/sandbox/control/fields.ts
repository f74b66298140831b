import { invalid } from '../stripe/stripe-error.ts'

/** The fields of a control call: JSON from programs, a form from the control page. Wrong or unknown ones are refused. */
export class Fields {
  private readonly values: Record<string, unknown>

  constructor(values: Record<string, unknown>) {
    this.values = values
  }

  /** A name that the call does not know is a mistake of the caller. */
  refuseOthersThan(known: string[]) {
    for (const name of Object.keys(this.values)) {
      if (!known.includes(name)) throw invalid(`The control call does not know "${name}".`, name)
    }
  }

  raw(name: string): unknown {
    return this.values[name]
  }

  isNull(name: string): boolean {
    return this.raw(name) === null
  }

  str(name: string): string | undefined {
    const value = this.raw(name)
    if (value === undefined || value === null) return undefined
    if (typeof value === 'string') return value
    throw invalid(`"${name}" must be text.`, name)
  }

  need(name: string): string {
    const value = this.str(name)
    if (!value) throw invalid(`"${name}" is missing.`, name)
    return value
  }

  num(name: string): number | undefined {
    const value = this.raw(name)
    if (value === undefined || value === null || value === '') return undefined
    const number = typeof value === 'string' ? Number(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
    throw invalid(`"${name}" must be a number.`, name)
  }

  int(name: string): number | undefined {
    const value = this.num(name)
    if (value === undefined || Number.isInteger(value)) return value
    throw invalid(`"${name}" must be a whole number.`, name)
  }

  bool(name: string): boolean | undefined {
    const value = this.raw(name)
    if (value === undefined || value === null) return undefined
    if (typeof value === 'boolean') return value
    if (value === 'true' || value === 'false') return value === 'true'
    throw invalid(`"${name}" must be true or false.`, name)
  }

  ints(name: string): number[] | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    if (Array.isArray(value) && value.every((item): item is number => Number.isInteger(item))) return value
    throw invalid(`"${name}" must be a list of whole numbers.`, name)
  }

  strings(name: string): string[] | undefined {
    const value = this.raw(name)
    if (value === undefined) return undefined
    if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value
    throw invalid(`"${name}" must be a list of texts.`, name)
  }

  list(name: string): Fields[] {
    const value = this.raw(name)
    if (Array.isArray(value) && value.every(isRecord)) return value.map((item) => new Fields(item))
    throw invalid(`"${name}" must be a list of objects.`, name)
  }

  map(name: string): Record<string, string> {
    const value = this.raw(name) ?? {}
    if (!isRecord(value)) throw invalid(`"${name}" must be an object.`, name)
    return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]))
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.str(name)
    if (value === undefined) return undefined
    const found = values.find((allowed) => allowed === value)
    if (found) return found
    throw invalid(`"${name}" must be one of ${values.join(', ')}.`, name)
  }
}

export function readFields(text: string, type: string | undefined): Fields {
  if (type?.startsWith('application/x-www-form-urlencoded')) {
    return new Fields(Object.fromEntries(new URLSearchParams(text)))
  }
  if (text.trim() === '') return new Fields({})
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return new Fields(value)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw invalid('The body must be one JSON object.')
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
