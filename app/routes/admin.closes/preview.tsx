import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { ClosePreview, PreviewedFigure } from '#app/domain/transparency/preview-close.server.ts'

type Props = { fundName: string; preview: ClosePreview; timezone: string }

/** The truth and what the public reads, side by side, and why a figure stays as it is. */
export function Preview({ fundName, preview, timezone }: Props) {
  const { t, i18n } = useWords()
  const { money, day } = useFormats(timezone)
  const written = ({ name }: PreviewedFigure, value: bigint) =>
    name === 'people_freed' ? value.toLocaleString(i18n.language) : money(value)
  const dated = (figure: PreviewedFigure, shown: PreviewedFigure['shownNow']) =>
    shown ? (
      <>
        {written(figure, shown.value)}
        <span className="block text-s text-quiet">{day(shown.asOf)}</span>
      </>
    ) : (
      <span className="text-quiet">{t('admin:closes.not_shown')}</span>
    )
  const columns: Column<PreviewedFigure>[] = [
    {
      key: 'figure',
      header: t('admin:closes.column.figure'),
      names: true,
      cell: ({ name }) => t(`admin:closes.figure.${name}`),
    },
    {
      key: 'true',
      header: t('admin:closes.column.true'),
      align: 'end',
      cell: (figure) => written(figure, figure.trueValue),
    },
    {
      key: 'events',
      header: t('admin:closes.column.events'),
      align: 'end',
      cell: ({ events }) => events.toLocaleString(i18n.language),
    },
    {
      key: 'now',
      header: t('admin:closes.column.now'),
      align: 'end',
      cell: (figure) => dated(figure, figure.shownNow),
    },
    {
      key: 'after',
      header: t('admin:closes.column.after'),
      align: 'end',
      cell: (figure) => dated(figure, figure.shownAfter),
    },
    {
      key: 'why',
      header: t('admin:closes.column.why'),
      cell: ({ reason }) => (
        <StateMark progress={reason === 'changes' || reason === 'newer_date' ? 'done' : 'waiting'}>
          {t(`admin:closes.reason.${reason}`, { k: preview.policy.k })}
        </StateMark>
      ),
    },
  ]
  return (
    <>
      <DataTable
        caption={t('admin:closes.preview', { fund: fundName })}
        columns={columns}
        rows={preview.figures}
        rowKey={({ name }) => name}
      />
      <p className="measure">
        {t(preview.endsPeriod ? 'admin:closes.period.ends' : 'admin:closes.period.continues')}
      </p>
    </>
  )
}
