//! Positions in the lists of a [`Radar`](crate::radar::Radar), which its parts refer to each other by.

/// Defines an index into one of the lists of a radar.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// Returns the position in the list.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

index! {
    /// A ring, counted from the centre out.
    RingIndex
}
index! {
    /// A quadrant, in the order of radar.toml.
    QuadrantIndex
}
index! {
    /// A team, in the order of its id.
    TeamIndex
}
index! {
    /// A person, in the order of their id.
    PersonIndex
}
index! {
    /// A repository, in the order of its name.
    RepositoryIndex
}

/// An owner of a blip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A team.
    Team(TeamIndex),
    /// A person.
    Person(PersonIndex),
}
