import {
  fieldsOf,
  firstUnanswered,
  HelpForm,
  isScreen,
  type Screen,
  screenNames,
  screens,
} from '#app/domain/requests/help-form.ts'
import { beginAnswers, openAnswers, sealAnswers } from '#app/domain/requests/kept-answers.ts'
import type { RefusalAnswer } from '#app/http/respond.ts'

/** One screen as it is shown: its own answers readable, all answers sealed. */
export type Shown = {
  screen: Screen
  answers: Record<string, string>
  problems: RefusalAnswer[]
  kept: string
}

/** `form` is there once the last screen was sent and every answer is well formed. */
export type SentScreen = { token: string; shown: Shown; form: HelpForm | null }

/** Longer than any answer that is taken: what is cut here is refused as too long. */
const longestAnswer = 400

/**
 * Reads one screen that was sent, adds its answers to those that came sealed with it, and says which screen is next.
 * Whichever button was pressed, what was typed is kept.
 */
export function readScreen(sent: FormData, fundId: string): SentScreen {
  const text = (name: string) => {
    const value = sent.get(name)
    return typeof value === 'string' ? value.slice(0, longestAnswer) : ''
  }
  const named = text('screen')
  const screen = isScreen(named) ? named : (screenNames[0] ?? 'asker')
  const sealed = sent.get('kept')
  const opened = typeof sealed === 'string' ? openAnswers(sealed, fundId) : null
  const kept = opened ?? beginAnswers(fundId)
  kept.answers = {
    ...kept.answers,
    ...Object.fromEntries(fieldsOf(screen).map((name) => [name, text(name)])),
  }
  const at = (next: Screen, problems: RefusalAnswer[] = []): SentScreen => ({
    token: kept.token,
    form: null,
    shown: {
      screen: next,
      problems,
      kept: sealAnswers(kept),
      answers: Object.fromEntries(fieldsOf(next).map((name) => [name, kept.answers[name] ?? ''])),
    },
  })

  if (!opened) return at(screenNames[0] ?? screen, [{ code: 'help_form_expired', params: {} }])
  if (text('website')) return at(screen, [{ code: 'malformed', params: {} }])
  const number = screenNames.indexOf(screen)
  if (text('go') === 'back') return at(screenNames[number - 1] ?? screen)
  const problems = problemsOf(screen, kept.answers)
  if (problems.length > 0) return at(screen, problems)

  const next = screenNames[number + 1]
  if (next) return at(next)
  const missed = firstUnanswered(kept.answers)
  if (missed) return at(missed, problemsOf(missed, kept.answers))
  return { ...at(screen), form: HelpForm.parse(kept.answers) }
}

function problemsOf(screen: Screen, answers: Record<string, string>): RefusalAnswer[] {
  const read = screens[screen].safeParse(answers)
  const issues = read.success ? [] : read.error.issues
  const named = issues.map(({ path, message }) => ({
    code: message,
    params: {},
    field: String(path[0] ?? ''),
  }))
  return named.filter(({ field }, index) => named.findIndex((other) => other.field === field) === index)
}
