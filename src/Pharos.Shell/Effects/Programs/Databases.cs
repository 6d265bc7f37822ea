namespace Pharos.Shell.Effects.Programs;

/// <summary>Database clients: what they run is a query given as an argument, a file or standard input.</summary>
internal static class Databases
{
    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("psql", "none none", "-c|--command=code -f|--file=script -h|--host=host -p|--port=none -U|--username=none -d|--dbname=none -o|--output=write -L|--log-file=write -l|--list!code -t -A -x -q -v=none -1 -w -W -X -P=none -F=none -R=none -b -e -E -s -S -n -a -z -0 --csv --set=none", "net") { Traits = Traits.RunsInput },
        new("mysql mariadb", "none", "-e|--execute=code -h|--host=host -P|--port=none -u|--user=none -p|--password?none -D|--database=none -B -N -s -t -v -E -H --tee=write --pager=shell --defaults-file=read --ssl* --skip-* --protocol=none -S|--socket=list --init-command=code --plugin-dir=library", "net") { Traits = Traits.RunsInput },
        new("sqlite3 sqlite duckdb", "edit code*", "-cmd=code -init=script -c=code -readonly -header -noheader -csv -json -column -line -html -batch -separator=none -list -box -table -markdown -bail -echo -interactive") { Traits = Traits.RunsInput | Traits.SingleDash },
        new("redis-cli valkey-cli memcached-tool", "none*", "-h=host -p=none -a=none -n=none -u=url --eval=script --pass=none -r=none -i=none --user=none --rdb=write --tls -x --raw --no-raw --scan --pattern=none --stat --bigkeys --latency -c -2 -3 --memkeys --hotkeys --json --csv -d=none -D=none -X -e -s=list --pipe!exec? --cluster=none!remote --functions-rdb=write --sni=none --cacert=read --cert=key --key=key", "net") { Traits = Traits.StopAtOperand, After = Redis },
        new("mongo mongosh", "none*", "--eval=code -f|--file=script --host=host --port=none -u=none -p=none --quiet --norc --username=none --password=none --authenticationDatabase=none --nodb --json --tls --shell --retryWrites --apiVersion=none", "net") { Traits = Traits.RunsInput },
        new("cqlsh clickhouse-client sqlcmd snowsql influx cypher-shell isql sqlplus usql pgcli mycli litecli dbeaver impala-shell hive beeline", "none*", OptionTables.Letters + "-e|-q|-Q|--query|--execute|-c=code -f|--file|-i|--filename=script -o|--output=write --log=write --config=read --password=none --username=none -u=none --database=none -database=none -host=host -username=none --address=host --mfa-passcode=none --hiveconf=none --host=host --newInstance --connect --closeTabs --bringToFront --quit", "net") { Traits = Traits.RunsInput },
        new("pg_dump pg_dumpall mysqldump mariadb-dump mongodump mongoexport pg_basebackup mysqlcheck pg_isready mysqladmin pgbench mysqlshow mongostat mongotop", "none*", "-f|--file=write -o|--out|--output=write -h|--host=host -r|--result-file=write", "net") { Traits = Traits.Harmless },
        new("pg_restore mongorestore mongoimport mysqlimport createdb createuser reindexdb vacuumdb clusterdb pg_ctl initdb", "guess*", "", "net remote") { Traits = Traits.Harmless },
        new("dropdb dropuser", "none*", "", "net delete:database remote") { Traits = Traits.Harmless },
        new("prisma typeorm sequelize knex alembic flyway liquibase drizzle-kit goose dbmate sqlx diesel migrate atlas-cli", "none*", OptionTables.Letters + "--autogenerate --database-url=none --schema=read --attributes=none --preview-feature --create-only --dir=list --url=none --env=none --name=none --skip-seed --skip-generate --revision=none --sql --source=none --database=none --path=list --migration=none -r=none", "exec remote?"),
        new("ldapsearch ldapmodify ldapadd ldapdelete snmpwalk snmpget smbstatus rpcclient net wbinfo", "none*", "-f=read", "net remote?") { Traits = Traits.Harmless },
    ];

    private static void Redis(ParsedArguments arguments, ReadingBuilder reading)
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
