import { settings } from '#tests/support/settings.ts'

// Modules read the settings once, so they are in place before a test file imports any of them.
for (const [name, value] of Object.entries(settings)) process.env[name] ??= value
