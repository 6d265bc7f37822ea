using Pharos.Cli.Invocation;
using Pharos.Gate.Facts;
using Pharos.Gate.Pattern;
using Pharos.Policies;
using Pharos.Server.Configuration;
using Pharos.Server.Policies;

namespace Pharos.Cli.Checks;

/// <summary>Makes the local gate from the same configuration and policies that the server would use.</summary>
internal static class LocalGateSetup
{
    /// <summary>Makes the gate; null after the reason was reported.</summary>
    /// <param name="call">The command line.</param>
    /// <param name="model">What the pattern tier knows; the model of this build when absent.</param>
    public static LocalGate? Create(CommandCall call, PatternModel? model = null)
    {
        var configuration = ReadConfiguration(call);
        if (configuration is null)
        {
            return null;
        }

        var folder = configuration.Policies.Folder ?? Path.Combine(AppContext.BaseDirectory, "policies");
        if (!Directory.Exists(folder))
        {
            call.Fail("policy.unreadable", $"There are no policies at {folder}.");
            return null;
        }

        var (library, outcome) = PolicyLibrary.Create(EffectiveSources(folder, call.Data));
        if (library is null)
        {
            var first = ((ActivateOutcome.Refused)outcome).Diagnostics[0];
            call.Fail("policy.invalid", $"The policies do not compile: {first}. See: pharos policy check {folder}");
            return null;
        }

        var options = new LocalGateOptions(
            configuration.Workspaces,
            new ProtectedTargetsOptions { DataDirectory = call.Data.Root, ProgramDirectories = [AppContext.BaseDirectory.TrimEnd('/')], Port = configuration.Server.Port },
            configuration.Policies.OpenNetwork(configuration.Limits),
            model);
        return new LocalGate(library, options, call.Clock);
    }

    private static PharosConfiguration? ReadConfiguration(CommandCall call)
    {
        // An agent's own account can usually not read the data directory, and "check" has to work for it.
        if (!CanRead(call.Data.ConfigurationFile))
        {
            return new PharosConfiguration();
        }

        switch (ConfigurationReader.Read(call.Data, null, new Dictionary<string, string>()))
        {
            case ConfigurationOutcome.Loaded loaded:
                return loaded.Configuration;
            case ConfigurationOutcome.Invalid invalid:
                call.Fail("config.invalid", $"{call.Data.ConfigurationFile} is not valid: {string.Join("; ", invalid.Problems)}");
                return null;
            default:
                throw new InvalidOperationException("A configuration outcome without a case.");
        }
    }

    private static bool CanRead(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static PolicySources EffectiveSources(string folder, DataFolder data)
    {
        try
        {
            return Directory.Exists(data.Policies) ? new PolicyFiles(folder, data.Policies).LoadActive() : PolicyFolder.Load(folder);
        }
        catch (UnauthorizedAccessException)
        {
            return PolicyFolder.Load(folder);
        }
    }
}
