namespace Pharos.Shell.Effects.Programs;

/// <summary>Database clients: what they run is a query given as an argument, a file or standard input.</summary>
internal static class Databases
{
    public static void Redis(ParsedArguments arguments, ReadingBuilder reading)
    {
        if (arguments.Operands.Count == 0)
        {
            reading.RunsStandardInput = true;
            return;
        }

        switch (arguments.Operands[0].Text.ToUpperInvariant())
        {
            case "FLUSHALL" or "FLUSHDB" or "DEL" or "UNLINK":
                reading.Add(EffectKind.Delete, Certainty.Certain, TargetKind.Program, reading.Label);
                break;
            case "GET" or "KEYS" or "INFO" or "PING" or "SCAN" or "TTL" or "TYPE" or "EXISTS" or "LRANGE" or "HGETALL" or "SMEMBERS" or "DBSIZE" or "LLEN" or "HGET" or "MONITOR" or "TIME":
                break;
            case "EVAL" or "CONFIG" or "MODULE" or "SLAVEOF" or "REPLICAOF" or "SCRIPT" or "DEBUG" or "SHUTDOWN":
                reading.Execute(Certainty.Unknown, reading.Label + " " + arguments.Operands[0].Text);
                break;
            default:
                reading.Add(EffectKind.ChangeRemote, Certainty.Certain, TargetKind.Program, reading.Label);
                break;
        }
    }
}
