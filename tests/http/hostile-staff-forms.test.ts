import { beforeAll, expect, test } from 'vitest'
import { parseForm } from '#app/http/parse-form.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { wordsFor } from '#app/words/words.ts'
import { type Act, actsOfStaff } from './every-form/acts-of-staff.ts'
import { type FormField, goodValues } from './every-form/fields-of.ts'
import { hostile } from './every-form/hostile.ts'

let acts: Act[] = []
let unfound: string[] = []

beforeAll(async () => {
  const found = await actsOfStaff()
  acts = found.acts
  unfound = found.unfound
})

const read = ({ schema }: Act, entries: [string, string][]) => {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return parseForm(form, schema)
}

test('every form that a staff page reads is found, with an example that it takes', () => {
  expect(unfound).toEqual([])
  expect(acts.length).toBeGreaterThan(200)
  const untaken = acts.flatMap((act) => {
    const taken = read(act, act.good)
    return taken.ok ? [] : [`${act.name}: ${JSON.stringify(taken.errors)} ${JSON.stringify(act.good)}`]
  })
  expect(untaken).toEqual([])
})

/** Said as a page says it; a sentence that is missing or lacks a figure throws here. */
const wordless = (code: string): boolean =>
  (['en', 'es'] as const).some((language) => {
    const said = refusalWords(wordsFor(language), { code })
    return said === '' || said === wordsFor(language).t('errors:unknown')
  })

/** The refusal is of this field, and has words. */
function ill(errors: Record<string, string>, name: string): string | null {
  const codes = Object.entries(errors)
  if (codes.length === 0) return 'is refused for nothing'
  const mute = codes.find(([, code]) => wordless(code))
  if (mute) return `has no words for ${mute[1]}`
  const own = codes.some(
    ([at]) =>
      at === name || name.startsWith(`${at}[`) || name.startsWith(`${at}.`) || at.startsWith(`${name}[`),
  )
  return own ? null : `is refused for ${JSON.stringify(errors)}`
}

function tryField(act: Act, field: FormField): string[] {
  const others = act.good.filter(([name]) => name !== field.name)
  const [good] = act.good.filter(([name]) => name === field.name)
  const isText = goodValues(field.schema).includes('Robin Example')
  return hostile(good?.[1] ?? '').flatMap(({ what, value, isHarmless }) => {
    try {
      const answer = read(act, [...others, [field.name, value]])
      const wrong = answer.ok
        ? isHarmless({ value: answer.value, field, isText })
        : ill(answer.errors, field.name)
      return wrong ? [`${act.name} ${field.name}: ${what} ${wrong}`] : []
    } catch (error) {
      return [`${act.name} ${field.name}: ${what} throws ${String(error).slice(0, 80)}`]
    }
  })
}

test('what no field takes is refused by every field alone, in words of its own, or is kept as the text that it is', {
  timeout: 480_000,
}, () => {
  const found = acts.flatMap((act) => act.fields.flatMap((field) => tryField(act, field)))
  expect(found).toEqual([])
})

test('a name that no form has is refused in words, whatever it is called', () => {
  const found: string[] = []
  // What asks for the rules reads a part of a form that is refused itself for what it does not know.
  for (const act of acts.filter(({ name }) => !name.endsWith('Check'))) {
    const names = [
      'role',
      'fundId2',
      '__proto__',
      '__proto__.polluted',
      'constructor',
      'constructor.prototype.x',
      '',
    ]
    for (const { name, isList } of act.fields) {
      names.push(`${name}.extra`, name.replace(/[^.]+$/, 'extra'))
      if (!isList) names.push(`${name}[0]`)
    }
    for (const name of names) {
      const answer = read(act, [...act.good, [name, 'x']])
      if (answer.ok) found.push(`${act.name} takes ${name}`)
      else if (Object.values(answer.errors).some(wordless)) found.push(`${act.name} has no words for ${name}`)
    }
  }
  expect(found).toEqual([])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('a field sent twice is refused where it is one', () => {
  const found: string[] = []
  for (const act of acts)
    for (const { name } of act.fields.filter(({ isList }) => !isList)) {
      const once = act.good.filter(([sent]) => sent === name)
      const answer = read(act, [...act.good, [name, once[0]?.[1] ?? ''], [name, 'x']])
      const wrong = answer.ok ? 'is taken twice' : ill(answer.errors, name)
      if (wrong) found.push(`${act.name} ${name} ${wrong}`)
    }
  expect(found).toEqual([])
})
