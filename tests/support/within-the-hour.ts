import { delay } from '#app/platform/delay.ts'

const hour = 3_600_000

/** For what is shown or counted by the hour: goes on when the hour lasts for so many seconds more. */
export async function withinTheHour(seconds = 30): Promise<void> {
  const left = hour - (Date.now() % hour)
  if (left < seconds * 1_000) await delay(left + 50)
}
