namespace Pharos.Cli.Hooks;

/// <summary>A settings file cannot be changed safely; nothing was changed.</summary>
internal sealed class HookSettingsException(string message) : Exception(message);
