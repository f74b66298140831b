import { useFormats } from '#app/components/disbursements/use-formats.ts'

/** A day without an hour, such as `2026-10-31`, as people read it. */
export function useDay(timezone: string): (day: string) => string {
  const { day } = useFormats(timezone)
  // Noon at Greenwich is the same day nearly everywhere.
  return (text) => day(new Date(`${text}T12:00:00Z`))
}
