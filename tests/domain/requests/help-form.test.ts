import { describe, expect, test } from 'vitest'
import { readHours } from '#app/domain/intake/hours.ts'
import { firstUnanswered, HelpForm, screenNames, screens } from '#app/domain/requests/help-form.ts'
import { beginAnswers, openAnswers, sealAnswers } from '#app/domain/requests/kept-answers.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { helpForm } from '#tests/support/given-request.ts'

const codes = (screen: keyof typeof screens, answers: Record<string, string>) => {
  const read = screens[screen].safeParse(answers)
  return read.success ? [] : read.error.issues.map(({ message }) => message)
}

describe('the questions', () => {
  test('are at most eight screens, and together the whole form', () => {
    expect(screenNames.length).toBeLessThanOrEqual(8)
    expect(HelpForm.parse(helpForm)).toEqual(helpForm)
    expect(firstUnanswered(helpForm)).toBeNull()
    expect(firstUnanswered({ ...helpForm, phone: 'none' })).toBe('phone')
    expect(firstUnanswered({})).toBe('asker')
  })

  test.each(['555 0100', '(555) 010-0100', '+52 55 5010 0100', '٥٥٥ ٠١٠٠ ٢٢'])(
    '%s can be called',
    (phone) => {
      expect(codes('phone', { phone })).toEqual([])
    },
  )

  test.each([
    ['', 'required'],
    ['call me', 'phone_malformed'],
    ['12345', 'phone_malformed'],
    ['5'.repeat(41), 'too_long'],
  ])('%s cannot', (phone, code) => {
    expect(codes('phone', { phone })[0]).toBe(code)
  })

  test('a name keeps the signs by which its script joins letters, and nothing else that hides', () => {
    const said = (personName: string) => codes('person', { personName })
    expect(said('\u0639\u0644\u06cc\u200c\u0631\u0636\u0627')).toEqual([])
    for (const name of ['Ana\u200b', '\u200cAna', 'A\u202ena', 'Ana\u200d\u200d B'])
      expect([name, said(name)]).toEqual([name, ['malformed']])
  })

  test('a phone is kept in digits that can be dialled', () => {
    expect(screens.phone.parse({ phone: ' ٥٥٥ ٠١٠٠ ٢٢ ' })).toEqual({ phone: '555 0100 22' })
  })

  test('names of every script are taken, and nothing that hides itself', () => {
    expect(codes('person', { personName: 'نور Ñandú 王' })).toEqual([])
    expect(codes('person', { personName: 'a\u202eb' })).toEqual(['malformed'])
    expect(codes('place', { place: 'x'.repeat(161) })).toEqual(['too_long'])
  })
})

describe('answers on their way', () => {
  const kept = () => ({ ...beginAnswers('fund-a'), answers: { personName: 'Juniper Fictional' } })

  test('are sealed, and come back whole', () => {
    const answers = kept()
    const sealed = sealAnswers(answers)
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('Juniper')
    expect(openAnswers(sealed, 'fund-a')).toEqual(answers)
  })

  test('do not open for another fund, changed, or after half a day', async () => {
    const sealed = sealAnswers(kept())
    expect(openAnswers(sealed, 'fund-b')).toBeNull()
    expect(openAnswers(`${sealed.slice(0, -4)}AAAA`, 'fund-a')).toBeNull()
    expect(openAnswers('', 'fund-a')).toBeNull()
    const tomorrow = new Date(Date.now() + 13 * 3_600_000)
    expect(await asOfTime(tomorrow, async () => openAnswers(sealed, 'fund-a'))).toBeNull()
  })
})

test('hours are read as they are written, and nothing else is', () => {
  expect(readHours('1-5 09:00-17:00')).toEqual({ firstDay: 1, lastDay: 5, opens: '09:00', closes: '17:00' })
  expect(() => readHours('weekdays')).toThrow(RangeError)
})
