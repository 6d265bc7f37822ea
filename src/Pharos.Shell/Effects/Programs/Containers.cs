namespace Pharos.Shell.Effects.Programs;

/// <summary>Container engines and clusters.</summary>
internal static class Containers
{
    private const string RunOptions = "--memory-swap=none --pids-limit=none --stop-signal=none --stop-timeout=none --health-cmd=none --health-*=none --no-healthcheck --expose=none --hostname=none --domainname=none --dns-*=none --mac-address=none --ip=none --ip6=none --group-add=none --cap-drop=none --sysctl=none!escalate? --storage-opt=none --runtime=none --isolation=none --cpu-*=none --cpuset-*=none --blkio-*=none --oom-* --attach=none --label-file=read --annotation=none --publish-all!listen? --sig-proxy --detach-keys=none --quiet --tls-verify?none --replace --pod=none --secret=none --shm-size=none --env-host --http-proxy -q -v|--volume=none --mount=none --privileged!escalate --cap-add=none!escalate --pid=none!escalate? --network|--net=none --device=none!escalate --security-opt=none!weaken --userns=none --ipc=none -e|--env=none --env-file=read -p|--publish=none!listen? -P!listen? -w|--workdir=none "
        + "-u|--user=none --name=none --entrypoint=none -h|--hostname=none -l|--label=none --rm -i -t -d --restart=none --memory=none -m=none --cpus=none --gpus=none --platform=none --pull=none --link=none --cidfile=write --volumes-from=none --log-driver=none --log-opt=none --add-host=none --dns=none --shm-size=none --ulimit=none --tmpfs=none --cgroupns=none --interactive --tty --detach --init --read-only -a=none";

    private const string Ordinary = "--follow --tail=none --timestamps --details --no-trunc --no-stream --size --latest --last=none --digests --tree --filter=none --type=none --all-tags --disable-content-trust --platform=none --cert-dir=list --tls-verify?none --authfile=key --password=none --password-stdin "
        + "--username=none --archive --follow-link --signal=none --time=none --volumes --volume --link --driver=none --opt=none --attach --detach --subnet=none --gateway=none --internal --ipam-driver=none --ingress --scope=none --change=none --author=none --message=none --pause --append --bootstrap "
        + "--builder=none --driver-opt=none --use --reserved-space=none --max-used-space=none --all-inactive --cache-from=none --cache-to=none --load --no-cache --network=none --progress=none --provenance=none --sbom=none --build-context=none --build-arg-file=read --squash --ssh=none --compress --iidfile=write --metadata-file=write "
        + "--remove-orphans --rmi=none --build --scale=none --abort-on-container-exit --exit-code-from=none --no-deps --no-build --no-start --pull=none --services --images --wait --timeout=none --env-file=read --profile=none --project-name=none --project-directory=folder --ansi=none --parallel=none --rm --entrypoint=none --env=none --user=none --workdir=none --interactive --tty --detach-keys=none "
        + "--availability=none --token --cert-expiry=none --advertise-addr=none --replicas=none --label-add=none --memory=none --memory-swap=none --cpus=none --pids-limit=none --restart=none --publish=none!listen? --disk-size=none --cpu-shares=none --output=write --input=read --host=host --context=none --description=none --docker=none ";

    /// <summary>The long spelling of the commands on one container or image (<c>docker container ls</c>).</summary>
    private static readonly ProgramEntry[] Objects =
    [
        new("ls list ps inspect logs top stats port diff history exists", "none*", OptionTables.Letters + Ordinary + "-f|--filter=none --format=none -n=none", "list"),
        new("run create", "none*", RunOptions, "exec download?") { Traits = Traits.StopAtOperand, After = Run },
        new("exec", "none*", RunOptions, "exec") { Traits = Traits.StopAtOperand, After = Exec },
        new("build", "guess", OptionTables.Letters + Ordinary + "-f|--file=read -t|--tag=none --build-arg=none --target=none -o|--output=write", "exec download?"),
        new("pull load import", "none*", OptionTables.Letters + Ordinary + "-i|--input=read", "download install"),
        new("push", "none*", OptionTables.Letters + Ordinary, "net remote upload"),
        new("cp", "guess*", "-a|--archive -L|--follow-link -q|--quiet", "write?"),
        new("save export", "none*", OptionTables.Letters + Ordinary + "-o|--output=write"),
        new("rm rmi prune", "none*", OptionTables.Letters + Ordinary, "delete:docker"),
        new("start stop restart kill pause unpause wait attach rename update tag commit", "none*", OptionTables.Letters + Ordinary, "control"),
        new("*", "none*", "", "control? exec??"),
    ];

    public static readonly IReadOnlyList<ProgramEntry> Rows =
    [
        new("docker podman nerdctl", "", "-H|--host=host -c|--context=none --config=list -l|--log-level=none -D --tls*")
        {
            
            Subcommands =
            [
                new("ps images logs inspect version info top stats port diff history events search context help", "none*", OptionTables.Letters + Ordinary + "-f|--filter=none --format=none -n=none", "list"),
                new("run create", "none*", RunOptions, "exec download?") { Traits = Traits.StopAtOperand, After = Run },
                new("exec", "none*", RunOptions, "exec") { Traits = Traits.StopAtOperand, After = Exec },
                new("build buildx", "guess", OptionTables.Letters + Ordinary + "-f|--file=read -t|--tag=none --build-arg=none --target=none -o|--output=write --secret=none --ssh=none --platform=none", "exec download?"),
                new("compose", "none*", OptionTables.Letters + Ordinary + "-f|--file=script", "exec") { After = CloudPrograms.LocalVerbs },
                new("pull load import", "none*", OptionTables.Letters + Ordinary + "-i|--input=read", "download install"),
                new("push login logout", "none*", OptionTables.Letters + Ordinary + "-f=none", "net remote upload"),
                new("cp", "guess*", "-a|--archive -L|--follow-link -q|--quiet --overwrite", "write?"),
                new("save export", "none*", OptionTables.Letters + Ordinary + "-o|--output=write"),
                new("start stop restart kill pause unpause wait attach rename update tag commit", "none*", OptionTables.Letters + Ordinary + "-s=none", "control"),
                new("rm rmi prune", "none*", OptionTables.Letters + Ordinary + "-f|--force", "delete:docker"),
                new("container image", "", "") { Subcommands = Objects },
                new("network volume system context builder plugin swarm node service stack secret config manifest trust scout machine pod generate play kube healthcheck unshare init model sandbox mcp offload", "none*", OptionTables.Letters + Ordinary + "-f=none", "control?") { After = CloudPrograms.LocalVerbs },
                new("*", "none*", "", "control? exec??") { After = CloudPrograms.LocalVerbs },
            ],
        },
        new("docker-compose podman-compose", "none*", OptionTables.Letters + Ordinary + "-f|--file=script", "exec") { After = CloudPrograms.LocalVerbs },
        new("kubectl oc k3s microk8s kubens kubectx", "none*", "-n|--namespace=none -f|--filename=guess -o|--output=none --kubeconfig=key -c=none") { Traits = Traits.Harmless, After = Kube },
        new("helm helmfile kustomize minikube kind k3d argocd flux istioctl linkerd skaffold tilt velero stern k9s kubeadm eksctl kops crane skopeo buildah crictl ctr cosign virsh multipass limactl lxc incus VBoxManage qm pct apptainer singularity distrobox toolbox devcontainer colima", "none*", "", "") { Traits = Traits.Harmless, After = CloudPrograms.Verbs },
        new("qemu-img qemu-system-x86_64 qemu-system-i386 virt-install", "guess*", OptionTables.Letters + "--disk=none --import --os-variant=none --cdrom=read --ram=none --vcpus=none --graphics=none --location=guess --extra-args=none", "write? exec?"),
    ];

    private static void Run(ParsedArguments arguments, ReadingBuilder reading)
    {
        foreach (var (option, value) in arguments.Options)
        {
            if (value is not { } word || option.Key is not ("-v" or "--mount" or "--network" or "--userns" or "--ipc"))
            {
                continue;
            }

            var text = word.Text;
            if (option.Key is "--network" or "--userns" or "--ipc")
            {
                if (text == "host")
                {
                    reading.Add(EffectKind.Escalate, Certainty.Possible, TargetKind.Program, reading.Label);
                }

                continue;
            }

            var source = option.Key == "-v" ? text.Split(':')[0] : text.Split(',').FirstOrDefault(static part => part.StartsWith("source=", StringComparison.Ordinal) || part.StartsWith("src=", StringComparison.Ordinal)) is { } part ? part[(part.IndexOf('=') + 1)..] : "";
            if (source.StartsWith('/') || source.StartsWith('.') || source.StartsWith('~') || source.StartsWith('$'))
            {
                Mounted(word, source, text, reading);
            }
        }

        if (arguments.Value("--entrypoint") is { } entry)
        {
            reading.Nested([entry, .. SpecReader.Rest(arguments.Operands, 1)], reading.Label, elsewhere: true);
        }
        else
        {
            reading.Nested(SpecReader.Rest(arguments.Operands, 1), reading.Label, elsewhere: true);
        }
    }

    private static void Mounted(ShellWord word, string source, string text, ReadingBuilder reading)
    {
        if (!word.IsKnown && !word.KnownPrefix.StartsWith(source, StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Write, Certainty.Unknown, TargetKind.Path, source);
            return;
        }

        var path = reading.PathOf(source);
        reading.IsRecursive = true;
        reading.Absolute(EffectKind.Read, path, Certainty.Possible);
        if (!text.EndsWith(":ro", StringComparison.Ordinal) && !text.Contains("readonly", StringComparison.Ordinal))
        {
            reading.Absolute(EffectKind.Write, path, Certainty.Possible);
        }

        // The container's root is the host's root for what is mounted; the engine's socket gives everything.
        if (path is "/" or "/etc" or "/root" or "/var" or "/usr" or "/home" or "/boot" or "/dev" or "/proc" or "/sys" || path.EndsWith(".sock", StringComparison.Ordinal))
        {
            reading.Add(EffectKind.Escalate, Certainty.Certain, TargetKind.Path, path);
        }
    }

    private static void Exec(ParsedArguments arguments, ReadingBuilder reading) =>
        reading.Nested(SpecReader.Rest(arguments.Operands, 1), reading.Label, elsewhere: true);

    private static void Kube(ParsedArguments arguments, ReadingBuilder reading)
    {
        CloudPrograms.Verbs(arguments, reading);
        if (arguments.Operands.Any(static word => word.Text is "secret" or "secrets" || word.Text.StartsWith("secret/", StringComparison.Ordinal)) && arguments.Operands[0].Text is "get" or "describe")
        {
            reading.Add(EffectKind.ExposeSecret, Certainty.Certain, TargetKind.Program, "kubectl secret");
        }

        if (arguments.Operands.Count > 0 && arguments.Operands[0].Text is "exec" or "run" or "debug" or "attach")
        {
            reading.Execute(Certainty.Certain, "kubectl " + arguments.Operands[0].Text);
            var words = reading.Command.Arguments;
            for (var i = 0; i < words.Count; i++)
            {
                if (words[i].Text == "--")
                {
                    reading.Nested(SpecReader.Rest(words, i + 1), "kubectl exec", elsewhere: true);
                }
            }
        }
    }
}
