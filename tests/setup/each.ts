import { vi } from 'vitest'
import { settings } from '#tests/support/settings.ts'

// Test files share a process, and with it the libraries that they load. Our own modules begin anew in each file; they read
// the settings once, so these are in place, and as they were at first, before a test file imports any of them.
vi.resetModules()
for (const [name, value] of Object.entries(settings)) process.env[name] = value
