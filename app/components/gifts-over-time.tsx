import { ColumnChart } from './column-chart.tsx'

export type MonthColumn = { month: string; label: string; cents: bigint }

type GiftsOverTimeProps = { title: string; desc: string; months: MonthColumn[] }

/** A column for each month. */
export const GiftsOverTime = ({ title, desc, months }: GiftsOverTimeProps) => (
  <ColumnChart
    title={title}
    desc={desc}
    columns={months.map(({ month, label, cents }) => ({ key: month, label, value: Number(cents) }))}
  />
)
