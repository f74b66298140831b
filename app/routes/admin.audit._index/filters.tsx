import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { type AuditFilter, auditGroups, auditOutcomes, auditSeals } from '#app/domain/audit/audit-filter.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  filter: AuditFilter
  funds: { slug: string; name: string }[]
  actors: { id: string; name: string }[]
}

/** A plain GET form: what is looked for stands in the address. */
export function AuditFilters({ filter, funds, actors }: Props) {
  const { t } = useWords()
  const choices = {
    group: auditGroups.map((group) => ({ value: group, label: t(`admin:audit.group.${group}`) })),
    actor: [
      ...actors.map(({ id, name }) => ({ value: id, label: name })),
      ...(['system', 'host'] as const).map((value) => ({ value, label: t(`admin:audit.actor.${value}`) })),
    ],
    fund: funds.map(({ slug, name }) => ({ value: slug, label: name })),
    outcome: auditOutcomes.map((value) => ({ value, label: t(`admin:audit.outcome.${value}`) })),
    seal: auditSeals.map((value) => ({ value, label: t(`records:filter.seal.${value}`) })),
  }
  const labels = {
    group: t('admin:audit.filter.group'),
    actor: t('admin:audit.filter.actor'),
    fund: t('admin:audit.filter.fund'),
    outcome: t('admin:audit.filter.outcome'),
    seal: t('admin:audit.column.sealed'),
  }
  return (
    <Form
      // The entries take their values anew when the address changes.
      key={JSON.stringify(filter)}
      method="get"
      action={paths.audit()}
      aria-label={t('admin:audit.filter')}
      className="flex flex-wrap items-end gap-x-4 gap-y-3 text-s print:hidden"
    >
      {(['from', 'to'] as const).map((name) => (
        <Field
          key={name}
          id={`audit-${name}`}
          name={name}
          type="date"
          label={t(`records:filter.${name}`)}
          defaultValue={filter[name] ?? ''}
          className="min-w-40"
        />
      ))}
      {(Object.keys(choices) as (keyof typeof choices)[]).map((name) => (
        <ChoiceField
          key={name}
          id={`audit-${name}`}
          name={name}
          label={labels[name]}
          defaultValue={filter[name] ?? ''}
          className="min-w-40"
          choices={[{ value: '', label: t('admin:audit.filter.all') }, ...choices[name]]}
        />
      ))}
      <Field
        id="audit-case"
        name="case"
        label={t('records:filter.case')}
        defaultValue={filter.case ?? ''}
        autoComplete="off"
        spellCheck={false}
        className="min-w-40"
      />
      <Button tone="outline">{t('admin:audit.filter.show')}</Button>
    </Form>
  )
}
