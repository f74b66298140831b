import { Link } from '@remix-run/react'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { ImportPage } from '#app/domain/imports/import-page.server.ts'
import type { UndoPreview } from '#app/domain/imports/undo-preview.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { heldBy } from './held-by.ts'

type Props = { page: ImportPage; factors: Factors; answer: unknown }

/** What came in, and the way back: first what that would take, then the press. */
export function Came({ page, factors, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats(page.timezone)
  const came = page.events.find(({ kind }) => kind === 'committed')
  return (
    <>
      {came && (
        <p className="measure">
          {page.isDonorList
            ? t('imports:in.done_donors', { rows: came.rows, donors: came.donors })
            : t('imports:in.done', { rows: came.rows, sum: money(came.cents), donors: came.donors })}
        </p>
      )}
      {page.undo ? (
        <Undo {...{ page, factors, answer }} preview={page.undo} />
      ) : (
        <p>
          <Link to={`${paths.importBatch(page.id)}?undo=1#undo`}>{t('imports:undo.ask')}</Link>
        </p>
      )}
    </>
  )
}

function Undo({ page, factors, answer, preview }: Props & { preview: UndoPreview }) {
  const { t } = useWords()
  const { money } = useFormats(page.timezone)
  const { errorOf } = useFormAnswer(answer, 'undo')
  const { gifts, cents, staying, donors, donorsStaying } = preview
  return (
    <section id="undo" aria-labelledby="undo-title" className="grid gap-3">
      <h2 id="undo-title" className="text-l">
        {t('imports:undo.title')}
      </h2>
      <ul className="measure grid gap-1">
        {!page.isDonorList && <li>{t('imports:undo.gifts', { count: gifts, sum: money(cents) })}</li>}
        {staying.count > 0 && (
          <li>{t('imports:undo.staying', { count: staying.count, lines: staying.lines.join(', ') })}</li>
        )}
        <li>{t('imports:undo.donors', { count: donors })}</li>
        {donorsStaying.map(({ usedIn, count }) => (
          <li key={usedIn}>
            {t('imports:undo.donors_staying', { count, what: t(`imports:undo.used.${heldBy(usedIn)}`) })}
          </li>
        ))}
      </ul>
      <ActForm
        action={`${paths.importBatch(page.id)}?undo=1`}
        refusal={null}
        submit={t('imports:undo.submit')}
        tone="refuse"
      >
        <input type="hidden" name="intent" value="undo" />
        <StepUpFields boundTo={boundTo.undoImport(page.id)} {...factors} error={errorOf('code')} />
      </ActForm>
    </section>
  )
}

export function Undone({ page }: { page: ImportPage }) {
  const { t } = useWords()
  const undone = page.events.find(({ kind }) => kind === 'undone')
  if (!undone) return null
  const done = page.isDonorList ? 'imports:undone.done_donors' : 'imports:undone.done'
  return <p className="measure">{t(done, { rows: undone.rows, donors: undone.donors })}</p>
}

export function History({ page }: { page: ImportPage }) {
  const { t } = useWords()
  const { minute } = useFormats(page.timezone)
  if (page.events.length === 0) return null
  return (
    <section aria-labelledby="history-title" className="grid gap-3">
      <h2 id="history-title" className="text-l">
        {t('imports:history.title')}
      </h2>
      <Timeline
        steps={page.events.map(({ id, kind, at, by, reason }) => {
          const what = t(`imports:event.${kind}`)
          return {
            ...{ key: id, title: by ? t('imports:event.by', { what, name: by }) : what, when: minute(at) },
            ...(reason === 'waited_too_long' ? { note: t('imports:event.too_old') } : {}),
          }
        })}
      />
    </section>
  )
}
