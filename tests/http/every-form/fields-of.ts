import { z } from 'zod'

/** One field as a browser names it, of one of the acts that a form can send. */
export type FormField = { name: string; schema: z.ZodType; isList: boolean }

/** The fields of each act that a schema reads; a form that does one thing has one. */
export function actsOf(schema: z.ZodType): FormField[][] {
  const at = bare(schema)
  if (at instanceof z.ZodUnion) return at.options.flatMap((option) => actsOf(option as z.ZodType))
  if (!(at instanceof z.ZodObject)) return []
  return [Object.entries(at.shape).flatMap(([name, field]) => leavesOf(name, field as z.ZodType))]
}

/** What stands under a name that is sent: rows and records by their paths, down to what is typed. */
function leavesOf(name: string, schema: z.ZodType): FormField[] {
  const at = bare(schema)
  if (at instanceof z.ZodObject)
    return Object.entries(at.shape).flatMap(([key, field]) => leavesOf(`${name}.${key}`, field as z.ZodType))
  if (at instanceof z.ZodArray && bare(at.element as z.ZodType) instanceof z.ZodObject)
    return leavesOf(`${name}[0]`, at.element as z.ZodType)
  if (at instanceof z.ZodRecord) {
    const key = goodValues(at.keyType as z.ZodType)[0] ?? 'key'
    return leavesOf(`${name}.${key}`, at.valueType as z.ZodType)
  }
  return [{ name, schema, isList: takesList(schema) }]
}

const takesList = (schema: z.ZodType): boolean =>
  goodValues(schema).some((value) => schema.safeParse([value, value]).success)

/** Below what is only wrapped around it: what is said when it is missing, and what is made of it afterwards. */
function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) {
    const before = bare(schema.in as z.ZodType)
    return before instanceof z.ZodTransform ? bare(schema.out as z.ZodType) : before
  }
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodPrefault
  )
    return bare(schema.unwrap() as z.ZodType)
  return schema
}

const id = '3f1c2a9e-8d47-4b6a-9c05-1e2f3a4b5c6d'
/** What people and pages send, of every kind that a field here may be. */
const examples = [
  ...['Robin Example', 'robin@office.example', id, '25', '2', '2026', '1234', '07', 'US-IL', 'KR4T-9WXZ'],
  ...['2026-06-15', '2026-06-15T10:00', '2026-06', '09:00', '17:00', 'yes', 'on', 'en', '+1 312 555 0100'],
  ...[
    'a'.repeat(64),
    `c${'a'.repeat(64)}`,
    'txn_1abc',
    're_1abc',
    'bail',
    '1,2',
    'bank',
    'gift',
    '2026-06-15~KR4T-9WXZ',
  ],
  ...[
    'JBSWY3DPEHPK3PXP',
    'add-totp',
    '2026-06-15T10:00:00.000Z',
    `${id}:intake`,
    'operating_income',
    'same_email',
  ],
  ...['problem', 'payment:1abc', 'line:17', '{"id":"AAAA"}', '-', ''],
]

/** What a field takes of all this, what it names itself first, nothing last. */
export function goodValues(schema: z.ZodType): string[] {
  const words = wordsOf(schema).filter((word) => word !== '')
  return [...words, ...examples].filter((value, at, all) => {
    if (all.indexOf(value) !== at) return false
    return schema.safeParse(value).success || schema.safeParse([value]).success
  })
}

/** The literals and the choices that stand somewhere in a schema. */
function wordsOf(schema: z.ZodType): string[] {
  const at = bare(schema)
  if (at instanceof z.ZodLiteral) return [...at.values].map(String)
  if (at instanceof z.ZodEnum) return at.options.map(String)
  if (at instanceof z.ZodUnion) return at.options.flatMap((option) => wordsOf(option as z.ZodType))
  if (at instanceof z.ZodArray) return wordsOf(at.element as z.ZodType)
  return []
}
