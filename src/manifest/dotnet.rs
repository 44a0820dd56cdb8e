//! Projects of .NET: `*.csproj` and its like, `Directory.Packages.props`, `packages.config`.

use std::collections::HashMap;

use roxmltree::Node;

use super::{Dependency, Found, version, xml};
use crate::radar::detect::DetectKind::Nuget;

pub(super) fn project(text: &str) -> Found {
    let document = xml::read(text)?;
    let elements = || document.descendants().filter(Node::is_element);
    let properties: HashMap<&str, &str> = elements()
        .filter(|node| {
            node.parent().is_some_and(|parent| parent.tag_name().name() == "PropertyGroup")
        })
        .filter_map(|node| Some((node.tag_name().name(), node.text()?.trim())))
        .collect();
    let mut found = Vec::new();
    for element in elements() {
        let is_declared = match element.tag_name().name() {
            "PackageReference" | "GlobalPackageReference" => false,
            "PackageVersion" => true,
            _ => continue,
        };
        let names = element.attribute("Include").unwrap_or_default();
        let written = ["VersionOverride", "Version"]
            .into_iter()
            .find_map(|name| element.attribute(name).or(xml::text(element, name)));
        let version = written.and_then(|version| version::plain(&resolved(version, &properties)?));
        for name in names.split(';').map(str::trim) {
            let key = name.to_lowercase();
            let package = Dependency::new(Nuget, name, version.clone());
            found.push(match (is_declared, written) {
                (true, _) => package.declaring(key),
                (false, None) => package.referring(key),
                (false, Some(_)) => package,
            });
        }
    }
    Ok(found)
}

pub(super) fn packages(text: &str) -> Found {
    let document = xml::read(text)?;
    let packages = xml::children(document.root_element(), "package");
    Ok(packages
        .filter_map(|package| {
            let version = package.attribute("version").and_then(version::plain);
            Some(Dependency::new(Nuget, package.attribute("id")?, version))
        })
        .collect())
}

/// Returns a text with its properties replaced; `None` if one is not known here.
fn resolved(text: &str, properties: &HashMap<&str, &str>) -> Option<String> {
    let Some((before, after)) = text.split_once("$(") else { return Some(text.to_owned()) };
    let (name, after) = after.split_once(')')?;
    Some(format!("{before}{}{after}", properties.get(name)?)).filter(|text| !text.contains("$("))
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn projects_and_their_central_versions() {
        let text = r#"<Project Sdk="Microsoft.NET.Sdk">
            <PropertyGroup><TargetFramework>net8.0</TargetFramework><SerilogVersion>3.1.1</SerilogVersion></PropertyGroup>
            <ItemGroup>
              <PackageReference Include="Confluent.Kafka" Version="2.4.0" />
              <PackageReference Include="Serilog" Version="$(SerilogVersion)" />
              <PackageReference Include="Unknown" Version="$(Elsewhere)" />
              <PackageReference Include="Newtonsoft.Json"><Version>13.0.3</Version></PackageReference>
              <PackageReference Include="Central" />
              <PackageReference Include="Ranged" Version="[1.2,2.0)" />
              <PackageReference Update="Microsoft.NETCore.App" Version="8.0.0" />
              <!-- <PackageReference Include="Commented" Version="1" /> -->
              <ProjectReference Include="..\Own\Own.csproj" />
            </ItemGroup></Project>"#;
        let expected = [
            "nuget:Confluent.Kafka@2.4.0",
            "nuget:Serilog@3.1.1",
            "nuget:Unknown",
            "nuget:Newtonsoft.Json@13.0.3",
            "nuget:Central <- central",
            "nuget:Ranged@1.2",
        ];
        for path in ["src/Shop/Shop.csproj", "a.fsproj", "a.vbproj", "Directory.Build.props"] {
            assert_eq!(read(path, text), expected, "{path}");
        }
        let text = "<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"><ItemGroup>\
            <PackageVersion Include=\"Central\" Version=\"1.2.3\" />\
            <GlobalPackageReference Include=\"Nerdbank.GitVersioning\" Version=\"3.6.133\" /></ItemGroup></Project>";
        assert_eq!(
            read("Directory.Packages.props", text),
            ["central -> nuget:Central@1.2.3", "nuget:Nerdbank.GitVersioning@3.6.133"]
        );
        let text = "<?xml version=\"1.0\"?><packages><package id=\"NUnit\" version=\"3.14.0\" targetFramework=\"net48\"/></packages>";
        assert_eq!(read("packages.config", text), ["nuget:NUnit@3.14.0"]);
    }
}
