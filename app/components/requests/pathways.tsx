import { Form, Link } from '@remix-run/react'
import { pathwayKinds, pathwayOutcomes, stepsOf } from '#app/domain/pathways/pathway.ts'
import { paths } from '#app/http/paths.ts'
import { Button } from '../button.tsx'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { Notice } from '../notice.tsx'
import { StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

type Page = RequestFrame['page']
type Pathway = Page['pathways'][number]
type Props = { page: Page; answer?: FormAnswer | undefined }

/** Other ways home: what each asks for, what is done, and what came of it. */
export function Pathways({ page, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const mayOpen = page.mayCall && page.state === 'no_bond_available'
  const open = page.pathways.filter(({ endedAt }) => !endedAt).map(({ kind }) => kind)
  const left = pathwayKinds.filter((kind) => !open.includes(kind))
  return (
    <section className="grid gap-5">
      <h2 className="text-l">{t('intake:pathway.title')}</h2>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {page.pathways.length === 0 && <p className="measure text-quiet">{t('intake:pathway.none')}</p>}
      {page.pathways.map((pathway) => (
        <Way key={pathway.id} page={page} pathway={pathway} />
      ))}
      {mayOpen && left.length > 0 && (
        <ActForm
          action={paths.requestPathway(page.id)}
          refusal={null}
          submit={t('intake:pathway.open')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="open" />
          <ChoiceField
            id="pathway-kind"
            name="kind"
            label={t('intake:pathway.kind')}
            defaultValue={entries.value('kind')}
            error={entries.error('kind')}
            required
            choices={[
              { value: '', label: t('intake:call.must_choose') },
              ...left.map((kind) => ({ value: kind, label: t(`intake:pathway.${kind}`) })),
            ]}
          />
        </ActForm>
      )}
    </section>
  )
}

function Way({ page, pathway }: { page: Page; pathway: Pathway }) {
  const { t } = useWords()
  const { kind, done, beside, endedAt, outcome } = pathway
  const mayWork = page.mayCall && !endedAt
  return (
    <div className="grid gap-3 border-t border-hairline pt-3">
      <h3 className="font-semibold">{t(`intake:pathway.${kind}`)}</h3>
      {outcome && <p>{t('intake:pathway.ended', { outcome: t(`intake:pathway.outcome.${outcome}`) })}</p>}
      <ul className="grid gap-1">
        {stepsOf(kind).map((step) => (
          <li key={step} className="flex flex-wrap items-center justify-between gap-x-4">
            <StateMark progress={done.includes(step) ? 'done' : 'waiting'}>
              {t(`intake:pathway.step.${step}`)}
            </StateMark>
            {beside.includes(step) && (
              <span className="text-s text-quiet">
                {t('intake:pathway.beside', { count: beside.filter((each) => each === step).length })}
              </span>
            )}
            {mayWork && !done.includes(step) && (
              <Form method="post" action={paths.requestPathway(page.id)}>
                <input type="hidden" name="intent" value="step" />
                <input type="hidden" name="pathwayId" value={pathway.id} />
                <input type="hidden" name="step" value={step} />
                <button
                  type="submit"
                  className="min-h-8 px-1 text-s text-primary underline underline-offset-4"
                >
                  {t('intake:pathway.done')}
                  <span className="sr-only">: {t(`intake:pathway.step.${step}`)}</span>
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {page.mayOpenVault && !page.erasedAt && (mayWork || beside.length > 0) && (
        <Link
          to={paths.pathwayDocuments(page.id, pathway.id)}
          className="inline-block justify-self-start py-1 text-s"
        >
          {t('intake:pathway.papers')}
          <span className="sr-only">: {t(`intake:pathway.${kind}`)}</span>
        </Link>
      )}
      {mayWork && (
        <Form method="post" action={paths.requestPathway(page.id)} className="flex flex-wrap items-end gap-3">
          <input type="hidden" name="intent" value="end" />
          <input type="hidden" name="pathwayId" value={pathway.id} />
          <ChoiceField
            id={`outcome-${pathway.id}`}
            name="outcome"
            label={t('intake:pathway.outcome')}
            required
            choices={[
              { value: '', label: t('intake:call.must_choose') },
              ...pathwayOutcomes.map((value) => ({ value, label: t(`intake:pathway.outcome.${value}`) })),
            ]}
          />
          <Button tone="outline">{t('intake:pathway.end')}</Button>
        </Form>
      )}
    </div>
  )
}
