using System.Collections.Frozen;

namespace Pharos.Shell.Effects.Languages;

/// <summary>Names of one programming language that decide what a line of it can do.</summary>
internal sealed class LanguageWords
{
    private static readonly FrozenDictionary<string, LanguageWords> ByProgram = Table();

    private LanguageWords(string harmless, string dangerous)
    {
        Harmless = harmless.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var words = new Dictionary<string, CodeWord>(StringComparer.Ordinal);
        foreach (var row in dangerous.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = row.IndexOf(':');
            var does = row[..colon].Trim();
            var word = does switch
            {
                "shell" => new CodeWord(SpecNotation.Effects("exec?"), true, null),
                "open" => new CodeWord([], false, EffectKind.Read),
                "save" => new CodeWord(SpecNotation.Effects("write??"), false, EffectKind.Write),
                "remove" => new CodeWord(SpecNotation.Effects("delete??"), false, EffectKind.Delete),
                _ => new CodeWord(SpecNotation.Effects(does), false, null),
            };
            foreach (var name in row[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                words[name] = word;
            }
        }

        Dangerous = words.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Harmless { get; }

    public FrozenDictionary<string, CodeWord>.AlternateLookup<ReadOnlySpan<char>> Dangerous { get; }

    /// <summary>True where a bare name is a call (Perl, Ruby), so that an unknown one cannot be taken for a variable.</summary>
    public bool EveryWordCalls { get; private init; }

    public bool BackticksRun { get; private init; }

    public bool HasSigils { get; private init; }

    /// <summary>False where a string can hold code that runs (<c>"#{…}"</c>, <c>"@{[…]}"</c>).</summary>
    public bool StringsAreInert { get; private init; } = true;

    public static LanguageWords? Of(string program) => ByProgram.GetValueOrDefault(program);

    private static FrozenDictionary<string, LanguageWords> Table()
    {
        var python = new LanguageWords(
            "import from as print len range int float str list dict set tuple bool sorted reversed sum min max abs round enumerate zip map filter any all type repr isinstance ord chr hex "
            + "bin oct divmod pow format input if else elif for while in not and or is None True False lambda return def pass break continue try except finally raise with yield assert del "
            + "sys json re math datetime time calendar string random itertools functools collections statistics decimal fractions textwrap pprint base64 hashlib uuid platform csv "
            + "version version_info major minor micro stdin stdout stderr argv path executable prefix maxsize byteorder platform load loads dump dumps read readline readlines "
            + "write splitlines split rsplit strip lstrip rstrip join replace upper lower title startswith endswith find index count append extend pop keys values items get sort "
            + "encode decode now today strftime strptime isoformat timestamp timedelta date datetime time sleep sqrt pi e floor ceil sin cos tan log exp pprint Counter "
            + "md5 sha1 sha256 sha512 hexdigest digest update b64encode b64decode uuid4 uuid1 randint choice choices sample shuffle seed random token_hex token_urlsafe secrets "
            + "ascii_letters digits punctuation compile match search findall sub group groups indent sort_keys ensure_ascii system machine node release implementation "
            + "name site getsitepackages sysconfig __version__ __file__ numpy pandas torch zlib struct html unescape escape urllib parse quote unquote quote_plus unquote_plus urlencode cuda is_available",
            """
            shell: system popen getoutput getstatusoutput
            exec??: exec eval __import__ subprocess Popen check_call check_output call run spawn execv execve execl execlp execvp spawnl pty ctypes getattr import_module marshal runpy interact fork globals
            net?: socket urlopen urlretrieve requests http ftplib smtplib paramiko telnetlib httpx aiohttp post create_connection connect
            listen?: bind listen http_server HTTPServer TCPServer serve_forever
            open: open
            remove: rmtree remove unlink rmdir removedirs
            save: write_text write_bytes makedirs mkdir rename copyfile copy copytree move
            weaken?: chmod chown
            escalate?: setuid setgid setreuid setresuid
            secret?: environ getenv getpass
            control?: kill killpg
            """);
        var node = new LanguageWords(
            "console log error const let var function return if else for while of in new typeof true false null undefined JSON parse stringify Math floor ceil round random max min PI sqrt pow abs "
            + "Object keys values entries assign Array from map filter reduce join split forEach length push pop slice concat sort reverse includes indexOf toString toFixed "
            + "String Number Boolean Date now toISOString getTime parseInt parseFloat isNaN process version versions argv platform arch cwd uptime memoryUsage stdout write trim replace "
            + "toUpperCase toLowerCase padStart padEnd Buffer alloc base64 hex encodeURIComponent decodeURIComponent crypto randomBytes createHash update digest randomUUID v8 node",
            """
            shell: execSync exec execFile execFileSync spawn spawnSync
            exec??: child_process eval Function require vm import binding fork mainModule constructor dlopen
            net?: http https net fetch XMLHttpRequest connect request get axios WebSocket dgram
            listen?: createServer listen
            open: readFileSync readFile createReadStream
            remove: unlinkSync unlink rmSync rm rmdirSync
            save: writeFileSync writeFile appendFileSync appendFile createWriteStream
            escalate?: setuid setgid
            secret?: env
            control?: kill
            """);
        var perl = new LanguageWords(
            "print printf say if unless else elsif while until for foreach my our local sub return last next split join map grep sort reverse length substr index uc lc ucfirst lcfirst "
            + "chomp chop push pop shift unshift keys values each exists defined sprintf tr s m y qw eq ne lt gt le ge and or not x BEGIN END STDIN STDOUT STDERR int abs sqrt time localtime "
            + "use strict warnings scalar ord chr hex oct pack unpack g i e_ _ d w b n t r rand srand die List Util sum max min first uniq POSIX strftime Time HiRes MIME Base64 encode_base64 decode_base64",
            """
            shell: system exec qx
            exec??: eval do require fork open syscall e ee
            net?: socket IO Socket INET LWP HTTP connect
            listen?: bind listen
            remove: unlink rmdir rmtree
            save: rename mkdir symlink link
            weaken?: chmod chown
            escalate?: setuid setgid
            control?: kill
            secret?: ENV
            """) { EveryWordCalls = true, BackticksRun = true, HasSigils = true, StringsAreInert = true };
        var ruby = new LanguageWords(
            "puts print p pp if else elsif end unless while until do each map select reject inject reduce sum sort sort_by reverse uniq join split length size to_s to_i to_f to_a to_h upcase downcase "
            + "capitalize strip chomp gsub sub gsub_ include start_with end_with first last keys values times upto downto step nil true false and or not def return yield lambda proc "
            + "require json JSON parse generate pretty_generate Time now strftime Date today RUBY_VERSION RUBY_PLATFORM Math sqrt PI rand STDIN ARGF gets each_line x i n a b line _ then in",
            """
            shell: system exec spawn
            exec??: eval instance_eval send IO popen Open3 fork require_relative load syscall Kernel Process open
            net?: TCPSocket Net HTTP socket URI
            listen?: TCPServer WEBrick
            open: read readlines
            remove: delete unlink rm_rf rm_r rm rmtree
            save: write mv cp mkdir_p
            weaken?: chmod chown
            escalate?: setuid Sys
            secret?: ENV
            control?: kill
            """) { EveryWordCalls = true, BackticksRun = true, StringsAreInert = false, HasSigils = true };
        var php = new LanguageWords(
            "echo print printf sprintf var_dump print_r if else elseif foreach for while as function return true false null PHP_VERSION PHP_EOL PHP_OS phpversion strlen count implode explode "
            + "str_replace substr strtoupper strtolower trim json_encode json_decode date time md5 sha1 hash base64_encode base64_decode array array_map array_filter array_sum max min round rand "
            + "random_int bin2hex random_bytes uniqid phpinfo sys_get_temp_dir ini_get extension_loaded get_loaded_extensions password_hash PASSWORD_DEFAULT PASSWORD_BCRYPT",
            """
            shell: system exec shell_exec passthru popen proc_open
            exec??: eval assert create_function pcntl_exec include require include_once require_once call_user_func preg_replace dl mail pcntl_fork
            net?: fsockopen curl_init curl_exec stream_socket_client file_get_contents ftp_connect
            open: fopen readfile file
            remove: unlink rmdir
            save: file_put_contents copy rename
            weaken?: chmod chown
            escalate?: posix_setuid
            secret?: getenv _ENV
            """) { EveryWordCalls = true, BackticksRun = true, StringsAreInert = false, HasSigils = true };
        var lua = new LanguageWords(
            "print if then else elseif end for in do while repeat until function local return nil true false and or not string table math format rep sub upper lower len gsub gmatch match find "
            + "insert concat sort remove_ floor ceil max min pi sqrt random pairs ipairs tostring tonumber type _VERSION",
            """
            shell: execute popen
            exec??: load loadstring dofile loadfile require os io
            open: open lines
            """);
        var r = new LanguageWords(
            "print cat c seq rep sum mean median sd var min max length paste paste0 sqrt abs round R version string TRUE FALSE NULL function if else for in data frame head summary library sessionInfo",
            """
            shell: system system2 shell
            exec??: eval source parse
            remove: unlink
            """);
        return new Dictionary<string, LanguageWords>(StringComparer.Ordinal)
        {
            ["python"] = python, ["pypy"] = python, ["ipython"] = python, ["uv"] = python, ["node"] = node, ["nodejs"] = node, ["deno"] = node, ["bun"] = node, ["perl"] = perl,
            ["ruby"] = ruby, ["irb"] = ruby, ["php"] = php, ["lua"] = lua, ["luajit"] = lua, ["texlua"] = lua, ["Rscript"] = r, ["R"] = r,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>What a name in code may do.</summary>
internal sealed record CodeWord(IReadOnlyList<DoneEffect> Does, bool TakesShell, EffectKind? PathKind);
