import { Button } from '#app/components/button.tsx'
import { ErrorSummary } from '#app/components/error-summary.tsx'
import { described, Field, FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { fieldsOf, type Screen, screenNames } from '#app/domain/requests/help-form.ts'
import { askers, personKnows } from '#app/domain/requests/request.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import type { Shown } from './read-screen.ts'

/** What is asked by a choice; everything else is a line. */
const choices: Partial<Record<string, readonly string[]>> = {
  askedBy: askers,
  voicemail: ['yes', 'no'],
  personKnows,
}

const attributes: Partial<Record<string, object>> = {
  phone: { type: 'tel', autoComplete: 'tel', dir: 'ltr', className: 'rtl:[&_input]:text-end' },
  askerName: { autoComplete: 'given-name' },
}

const hinted = ['askerName', 'phone', 'language', 'personName', 'place']

/** One question a screen. A plain form that carries what was answered before, sealed. */
export function Question({ shown }: { shown: Shown }) {
  const { t, i18n } = useWords()
  const { screen, answers, problems, kept } = shown
  const number = screenNames.indexOf(screen) + 1
  const isLast = number === screenNames.length
  const said = problems.map((problem) => ({
    id: problem.field ?? 'go',
    message: refusalWords(i18n, problem),
  }))
  const errorOf = (id: string) => said.find((one) => one.id === id)?.message
  return (
    <form
      id="question"
      method="post"
      // The next screen begins at its question, below the number that stands on top of each.
      action="#question"
      data-in-place
      className="mt-8 grid max-w-[36rem] gap-6"
      noValidate
    >
      <ErrorSummary
        title={t('help:form.errors.title', { count: said.length })}
        note={t('help:form.errors.nothing')}
        problems={said.map(({ id, message }) => ({
          id,
          message:
            id === 'go'
              ? message
              : t('help:form.errors.one', { question: t(`help:${screen}.${id}`), message }),
        }))}
      />
      <div>
        <p className="figures text-s text-quiet">
          {t('help:form.progress', { number, total: screenNames.length })}
        </p>
        <h2 className="text-xl">{t(`help:${screen}.title`)}</h2>
      </div>
      <input type="hidden" name="screen" value={screen} />
      <input type="hidden" name="kept" value={kept} />
      {fieldsOf(screen).map((name) => (
        <Answer key={name} screen={screen} name={name} value={answers[name] ?? ''} error={errorOf(name)} />
      ))}
      <div className="set-aside" aria-hidden="true">
        <label htmlFor="website">{t('help:form.website')}</label>
        <input id="website" name="website" tabIndex={-1} autoComplete="off" />
      </div>
      <div id="go" className="flex flex-wrap gap-3">
        <Button name="go" value="next">
          {t(isLast ? 'help:form.send' : 'help:form.next')}
        </Button>
        {number > 1 && (
          <Button name="go" value="back" tone="outline">
            {t('help:form.back')}
          </Button>
        )}
      </div>
    </form>
  )
}

type AnswerProps = { screen: Screen; name: string; value: string; error: string | undefined }

function Answer({ screen, name, value, error }: AnswerProps) {
  const { t } = useWords()
  const label = t(`help:${screen}.${name}`)
  const options = choices[name]
  if (!options) {
    return (
      <Field
        name={name}
        label={label}
        hint={hinted.includes(name) ? t(`help:${screen}.${name}.hint`) : undefined}
        autoComplete="off"
        defaultValue={value}
        error={error}
        {...attributes[name]}
      />
    )
  }
  return (
    <fieldset id={name} {...described(name, null, error)}>
      <legend className="mb-2 font-semibold">{label}</legend>
      <div className="grid gap-2">
        {options.map((option) => (
          <label key={option} htmlFor={`${name}-${option}`} className="flex items-center gap-3 py-1">
            <input
              type="radio"
              id={`${name}-${option}`}
              name={name}
              value={option}
              defaultChecked={value === option}
              className="size-6 flex-none"
            />
            {t(`help:${screen}.${name}.${option}`)}
          </label>
        ))}
      </div>
      <FieldError id={name} error={error} />
    </fieldset>
  )
}
